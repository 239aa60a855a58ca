using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>
/// A decision and what it was made from: kept as it was, never recomputed. Holds no text of the prompt.
/// </summary>
public sealed class RoutingDecision
{
    // Half the size of what the properties tell, times the decisions kept. Ticks of four bytes reach seven minutes.
    private readonly string? _winner;
    private readonly uint _overlapTicks;
    private readonly uint _scheduleTicks;
    private readonly short _attempt;

    // One above the position, 0 for none.
    private readonly short _otherDrawn;

    /// <summary>Id of the request; a retry has the same id and a higher <see cref="Attempt"/>.</summary>
    public required string Id { get; init; }

    public required int Attempt { get => _attempt; init => _attempt = (short)Math.Clamp(value, 0, short.MaxValue); }

    public required DateTimeOffset At { get; init; }

    public required DecidedRequest Request { get; init; }

    /// <summary>Number of the strategy revision that decided.</summary>
    public required int Revision { get; init; }

    public required string Strategy { get; init; }

    /// <summary>All workers that serve the model, in registry order.</summary>
    public required DecisionCandidate[] Candidates { get; init; }

    public required ScorerRow[] Scorers { get; init; }

    /// <summary>Weighted sums, one per surviving candidate.</summary>
    public required float[] Totals { get; init; }

    /// <summary>Chosen worker; null when there was none.</summary>
    public required WorkerId? Winner { get => _winner is { } id ? new WorkerId(id) : null; init => _winner = value?.Value; }

    /// <summary>One of <see cref="DecisionReasons"/>.</summary>
    public required string Reason { get; init; }

    public required string Picker { get; init; }

    public required string TieBreak { get; init; }

    /// <summary>
    /// Position in <see cref="Candidates"/> of the worker that was drawn with the winner and left, when the picker draws two; null when it does
    /// not, or in a decision of an older version.
    /// </summary>
    public int? OtherDrawn { get => _otherDrawn == 0 ? null : _otherDrawn - 1; init => _otherDrawn = (short)(value is { } position ? position + 1 : 0); }

    /// <summary>It was drawn among equals: any of them could have won.</summary>
    public bool IsDraw => TieBreaks.IsDraw(TieBreak);

    /// <summary>Winner's total less the best other total; null with fewer than two surviving candidates or no scorers.</summary>
    public required float? Margin { get; init; }

    /// <summary>Looking up the overlap, at most seven minutes.</summary>
    public required TimeSpan OverlapTime { get => new(_overlapTicks); init => _overlapTicks = Pack(value); }

    /// <summary>Filters, scorers and picker, at most seven minutes.</summary>
    public required TimeSpan ScheduleTime { get => new(_scheduleTicks); init => _scheduleTicks = Pack(value); }

    /// <summary>Prompt tokens the winner was expected to have cached, see <see cref="DecidedRequest.ExpectedTokens"/>.</summary>
    public int CapturedTokens
    {
        get
        {
            if (Winner is { } winner)
            {
                foreach (ref readonly var candidate in Candidates.AsSpan())
                {
                    if (candidate.Worker == winner)
                    {
                        return Request.ExpectedTokens(candidate);
                    }
                }
            }

            return 0;
        }
    }

    /// <summary>Most prompt tokens any considered worker was expected to have cached.</summary>
    public int AvailableTokens
    {
        get
        {
            var best = 0;
            foreach (ref readonly var candidate in Candidates.AsSpan())
            {
                best = Math.Max(best, Request.ExpectedTokens(candidate));
            }

            return best;
        }
    }

    /// <summary>Whether it went to a worker that was expected to have less cached than another; false when it went nowhere.</summary>
    public bool Spilled => Winner is not null && CapturedTokens < AvailableTokens;

    /// <summary>Leading blocks of the prompt the winner is predicted to hold.</summary>
    public int WinnerPredictedBlocks
    {
        get
        {
            if (Winner is { } winner)
            {
                foreach (ref readonly var candidate in Candidates.AsSpan())
                {
                    if (candidate.Worker == winner)
                    {
                        return candidate.PredictedBlocks;
                    }
                }
            }

            return 0;
        }
    }

    /// <summary>Most leading blocks any considered worker is predicted to hold.</summary>
    public int BestPredictedBlocks
    {
        get
        {
            var best = 0;
            foreach (ref readonly var candidate in Candidates.AsSpan())
            {
                best = Math.Max(best, candidate.PredictedBlocks);
            }

            return best;
        }
    }

    /// <summary>Prompt tokens that the winner had reported to hold, trusted or not; null when it reports nothing or no tokens were known to ask with.</summary>
    public int? WinnerReportedTokens
    {
        get
        {
            if (Winner is { } winner && Request.TokenBlocks.Count > 0)
            {
                foreach (ref readonly var candidate in Candidates.AsSpan())
                {
                    if (candidate.Worker == winner && candidate.Trust != KvTrust.NotReporting)
                    {
                        return Request.ReportedTokens(candidate);
                    }
                }
            }

            return null;
        }
    }

    /// <summary>Cached prompt tokens at the winner by the predicted tree alone: its share of the prompt's units, in tokens.</summary>
    public int PredictedCachedTokens => Request.ToTokens(WinnerPredictedBlocks);

    private static uint Pack(TimeSpan time) => (uint)Math.Clamp(time.Ticks, 0, uint.MaxValue);
}
