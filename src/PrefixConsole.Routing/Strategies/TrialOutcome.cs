namespace PrefixConsole.Routing.Strategies;

/// <summary>How a trial ended.</summary>
public enum TrialOutcome
{
    /// <summary>Somebody, its time or a guardrail ended it: the active revision decides everything again.</summary>
    Ended,

    /// <summary>It became the active revision.</summary>
    Promoted,

    /// <summary>Another revision was applied to all.</summary>
    Replaced,
}
