namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>
/// Whose turn it is, per model: with one counter for all, two models asked alternately would each keep to half of their workers.
/// Bounded to <see cref="MaxModels"/>. Used under the scheduler's lock.
/// </summary>
internal sealed class TurnTable
{
    public const int MaxModels = 1024;

    private readonly LruMap<string, uint> _turns = new();

    public uint Peek(string model) => _turns.TryGet(model, out var turn) ? turn : 0;

    public void Advance(string model) => _turns.Set(model, Peek(model) + 1, MaxModels);
}
