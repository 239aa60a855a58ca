using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Tells how old what a decision predicted was, from the decisions before it: the predicted tree knows in which order it was asked, not when, and
/// learns a prompt when the answer of a worker begins (see <see cref="DecisionOutcome.Taught"/>).
/// </summary>
/// <remarks>
/// For the explanation of one decision. It walks the log once, without a lock, <see cref="MaxDecisions"/> at most, and stops when every worker is
/// told; on the way of a request, or once per row of a list, it has no place.
/// </remarks>
public static class PredictionAges
{
    /// <summary>Decisions looked at, at most.</summary>
    public const int MaxDecisions = 20_000;

    /// <summary>In the order of the decision's candidates.</summary>
    /// <param name="decision">A decision of <paramref name="entry"/>.</param>
    /// <param name="entry">Its request.</param>
    /// <param name="log">The decisions in memory; null for a request that was read from the store.</param>
    public static IReadOnlyList<PredictionAge> Of(RoutingDecision decision, DecisionEntry entry, DecisionLog? log)
    {
        var tracks = decision.Candidates.Select(c => new PredictionTrack(c.Worker, Untold(decision, c, log is not null), IsPart(decision, c))).ToArray();
        var open = tracks.Where(t => t.IsOpen).ToDictionary(t => t.Worker);
        DateTimeOffset? oldest = null;

        // Requests that came after the first attempt may have been answered before the second.
        var before = decision.Attempt > 1 ? null : (long?)entry.Sequence;
        foreach (var earlier in open.Count == 0 ? [] : log!.Newest(before).Take(MaxDecisions))
        {
            // In this order: of a request that is over, its last decision.
            var outcome = earlier.Outcome;
            var sent = earlier.Decision;
            if (earlier == entry || sent.At > decision.At)
            {
                continue;
            }

            oldest = sent.At;
            if (Holder(sent, outcome) is { } worker && open.TryGetValue(worker, out var track) && track.Add(decision, sent, earlier.FirstDecision ?? sent, outcome))
            {
                open.Remove(worker);
                if (open.Count == 0)
                {
                    break;
                }
            }
        }

        return [.. tracks.Select(t => t.End(decision, oldest))];
    }

    private static PredictionAgeState? Untold(RoutingDecision decision, in DecisionCandidate candidate, bool inMemory) => candidate.PredictedBlocks switch
    {
        <= 0 => PredictionAgeState.NothingPredicted,
        _ when !decision.Request.HasKeys => PredictionAgeState.NoKey,
        _ when decision.Request.Session == 0 && IsPart(decision, candidate) => PredictionAgeState.PartOfHead,
        _ when !inMemory => PredictionAgeState.NotSearched,
        _ => null,
    };

    private static bool IsPart(RoutingDecision decision, in DecisionCandidate candidate) => candidate.PredictedBlocks < decision.Request.RingBlocks;

    /// <summary>Who learned its prompt; of a request that still runs who is to; null when nobody did.</summary>
    private static WorkerId? Holder(RoutingDecision sent, DecisionOutcome? outcome) =>
        outcome is null ? sent.Winner : outcome.Taught ? outcome.Served : null;
}
