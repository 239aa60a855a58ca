using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>
/// Which worker served each prefix last. Every block of a served prompt is an entry, since any of them can be the deepest match
/// of the next prompt. Bounded to <see cref="MaxPrefixes"/>, oldest first; an unknown prefix is answered with null.
/// </summary>
internal sealed class LastServedTable : IServedObserver
{
    public const int MaxPrefixes = 262_144;

    private readonly LruMap<ulong, WorkerId> _workers = new();

    public int Count => _workers.Count;

    public WorkerId? Find(ulong prefix) => _workers.TryGet(prefix, out var worker) ? worker : null;

    public void OnServed(RoutingRequest request, Worker worker)
    {
        // Deepest first, so that the heads, which most prompts share, are the youngest entries.
        var hashes = request.Blocks.Hashes;
        for (var block = hashes.Length - 1; block >= 0; block--)
        {
            _workers.Set(hashes[block], worker.Id, MaxPrefixes);
        }
    }
}
