using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Candidates in turn: the model's counter modulo their number.</summary>
/// <param name="turns">Counter per model.</param>
/// <param name="preview">True when picking must not use up the turn.</param>
internal sealed class RoundRobinPicker(TurnTable turns, bool preview) : IWorkerPicker
{
    public string Name => PickerNames.RoundRobin;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var turn = turns.Peek(request.Model);
        if (!preview)
        {
            turns.Advance(request.Model);
        }

        return new PickResult((int)(turn % (uint)candidates.Length), DecisionReasons.Turn);
    }
}
