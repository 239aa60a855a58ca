using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Operations;

/// <summary>Outcome of planning a change.</summary>
/// <param name="Change">What was planned; null when nothing was.</param>
/// <param name="Errors">What is wrong with it.</param>
/// <param name="Conflict">Another revision became active than the one it was planned against.</param>
public sealed record ScheduleResult(ScheduledChange? Change, IReadOnlyList<FieldError> Errors, bool Conflict = false);
