namespace PrefixConsole.Routing.Scheduling;

/// <summary>What a picker chose and why.</summary>
/// <param name="Index">Position in the span of candidates.</param>
/// <param name="Reason">One of <see cref="DecisionReasons"/>.</param>
/// <param name="TieBreak">How equals were told apart, in words; empty when there was no tie.</param>
/// <param name="OtherDrawn">Position of the one that was drawn with it and left; −1 when no two were drawn.</param>
public readonly record struct PickResult(int Index, string Reason, string TieBreak = "", int OtherDrawn = -1);
