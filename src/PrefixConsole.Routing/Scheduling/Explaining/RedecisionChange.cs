using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>What to change of one worker's recorded inputs before deciding again.</summary>
/// <param name="Worker">Whose; null changes nothing.</param>
/// <param name="Requests">More requests at the worker: in flight, and waiting in the engine where it said how many wait.</param>
/// <param name="PredictedBlocks">More leading blocks predicted to be held.</param>
/// <param name="ReportedBlocks">More leading token blocks reported to be held in GPU memory.</param>
internal readonly record struct RedecisionChange(WorkerId? Worker, int Requests = 0, int PredictedBlocks = 0, int ReportedBlocks = 0)
{
    public DecisionCandidate Apply(in DecisionCandidate candidate) => Worker != candidate.Worker ? candidate : candidate with
    {
        InFlight = candidate.InFlight + Requests,
        Waiting = candidate.Waiting + Requests,
        PredictedBlocks = candidate.PredictedBlocks + PredictedBlocks,
        Tiers = candidate.Tiers with { Gpu = candidate.Tiers.Gpu + ReportedBlocks },
    };
}
