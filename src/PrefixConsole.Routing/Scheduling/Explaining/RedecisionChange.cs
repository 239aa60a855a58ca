using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>What to change of one worker's recorded inputs before deciding again.</summary>
/// <param name="Worker">Whose; null changes nothing.</param>
/// <param name="Requests">
/// More requests at the worker, or fewer when negative: in flight, and in the engine where it said how many it has. New ones wait; of those that
/// leave, the waiting leave first.
/// </param>
/// <param name="PredictedBlocks">More leading blocks predicted to be held.</param>
/// <param name="ReportedBlocks">More leading token blocks reported to be held in GPU memory.</param>
internal readonly record struct RedecisionChange(WorkerId? Worker, int Requests = 0, int PredictedBlocks = 0, int ReportedBlocks = 0)
{
    public DecisionCandidate Apply(in DecisionCandidate candidate)
    {
        if (Worker != candidate.Worker)
        {
            return candidate;
        }

        var started = Math.Min(0, (candidate.Waiting ?? 0) + Requests);
        return candidate with
        {
            InFlight = Math.Max(0, candidate.InFlight + Requests),
            Waiting = candidate.Waiting is { } waiting ? Math.Max(0, waiting + Requests) : null,
            Running = candidate.Running is { } running ? Math.Max(0, running + started) : null,
            PredictedBlocks = candidate.PredictedBlocks + PredictedBlocks,
            Tiers = candidate.Tiers with { Gpu = candidate.Tiers.Gpu + ReportedBlocks },
        };
    }
}
