namespace PrefixConsole.Operations;

/// <summary>What ended a revision.</summary>
public enum RevisionEnding
{
    /// <summary>Nothing yet: it is active.</summary>
    None,

    /// <summary>Nobody confirmed it in time.</summary>
    Time,

    /// <summary>A guardrail was broken.</summary>
    Guardrail,

    /// <summary>Somebody reverted it while it waited for a confirmation.</summary>
    Reverted,

    /// <summary>Somebody returned to an earlier revision.</summary>
    Returned,

    /// <summary>Another strategy was applied, by somebody or by a plan, or a trial was promoted.</summary>
    Replaced,

    /// <summary>A program started whose configuration had another strategy.</summary>
    Configuration,

    /// <summary>The next revision is known, and not how it came about: the audit log does not say.</summary>
    Unknown,
}
