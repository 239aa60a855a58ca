using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Pickers;

/// <summary>The worker that served the session last; without a session, a binding or that worker, the least loaded.</summary>
internal sealed class SessionPicker(SessionTable sessions, TimeSpan idle, Random random) : IWorkerPicker
{
    public string Name => PickerNames.Session;

    public TimeSpan Idle => idle;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        if (sessions.Find(request, idle) is { } bound)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                if (candidates[i].Worker.Id == bound)
                {
                    return new PickResult(i, DecisionReasons.Session);
                }
            }
        }

        var index = LoadOrder.LeastLoaded(candidates, random, out var tieBreak);
        return new PickResult(index, DecisionReasons.LeastLoaded, tieBreak);
    }
}
