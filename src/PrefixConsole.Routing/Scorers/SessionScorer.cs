using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Scorers;

/// <summary>Prefers the worker that served the request's session last.</summary>
/// <remarks>
/// Score = 1 for that worker, 0 for the others. Raw: the same. No session named: raw NaN and 0 for all; a session unknown or idle for
/// longer than 300 s: 0 for all. Source: llm-d session-affinity-scorer.
/// </remarks>
internal sealed class SessionScorer(SessionTable sessions, TimeSpan idle) : IWorkerScorer
{
    public string Name => ScorerNames.Session;

    public TimeSpan Idle => idle;

    public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores)
    {
        var bound = sessions.Find(request, idle);
        for (var i = 0; i < candidates.Length; i++)
        {
            scores[i] = bound == candidates[i].Worker.Id ? 1 : 0;
            raw[i] = request.SessionKey is null ? float.NaN : scores[i];
        }
    }
}
