using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Outcome of a decision made again.</summary>
/// <param name="Winner">Who would be chosen; where equals would be drawn from, the worker that was chosen if it is one of them.</param>
/// <param name="Reason">One of <see cref="DecisionReasons"/>.</param>
/// <param name="Margin">By how much; null without scores or rivals.</param>
/// <param name="TieBreak">How equals were told apart; empty when there was no tie.</param>
public sealed record Redecided(WorkerId Winner, string Reason, float? Margin, string TieBreak)
{
    /// <summary>It would be drawn among equals: any of them could win.</summary>
    public bool IsDraw => TieBreaks.IsDraw(TieBreak);
}
