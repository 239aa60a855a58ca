namespace PrefixConsole.Routing.Strategies;

/// <summary>Why a trial was not begun or changed.</summary>
public enum TrialRefusal
{
    /// <summary>It was done.</summary>
    None,

    /// <summary>The spec is invalid.</summary>
    Invalid,

    /// <summary>Another revision became active than the one it was begun from.</summary>
    RevisionConflict,

    /// <summary>There is a trial already; there is at most one.</summary>
    AlreadyRunning,

    /// <summary>The trial is over, or somebody changed its share.</summary>
    TrialConflict,
}
