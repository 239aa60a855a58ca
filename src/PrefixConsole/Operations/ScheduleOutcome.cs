namespace PrefixConsole.Operations;

/// <summary>What became of a planned change.</summary>
public enum ScheduleOutcome
{
    Applied,

    /// <summary>Another revision came first, or it was not valid any more.</summary>
    Refused,

    /// <summary>The process did not run at its time; it is not applied late.</summary>
    Missed,

    Cancelled,
}
