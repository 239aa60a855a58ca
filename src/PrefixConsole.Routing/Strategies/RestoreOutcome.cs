namespace PrefixConsole.Routing.Strategies;

/// <summary>What became of the revisions of an earlier run.</summary>
public enum RestoreOutcome
{
    /// <summary>Its newest revision is active again.</summary>
    Resumed,

    /// <summary>They are in the history; the strategy that this run began with stays active, as a revision after them.</summary>
    Kept,

    /// <summary>Something was changed in this run before; nothing was taken over.</summary>
    TooLate,
}
