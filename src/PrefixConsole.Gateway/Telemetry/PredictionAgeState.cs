namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Whether it can be told when a worker was last sent what it is predicted to hold.</summary>
public enum PredictionAgeState
{
    /// <summary>Nothing was predicted of it: there is no age.</summary>
    NothingPredicted,

    /// <summary>An earlier request with the same head was sent there, and its answer had begun by then.</summary>
    Found,

    /// <summary>
    /// Less was predicted than the head that decisions keep a key of, but an earlier request of the same session was sent there, and its answer had
    /// begun by then: prompts of a session mostly have their start in common.
    /// </summary>
    SameSession,

    /// <summary>Earlier ones with the same head were sent there, but none of which is known that its answer had begun by then.</summary>
    Unanswered,

    /// <summary>Less was predicted than the head that decisions keep a key of: requests that share only a start of it cannot be told, and none of the same session was found.</summary>
    PartOfHead,

    /// <summary>None among the decisions that are kept.</summary>
    NotKept,

    /// <summary>The decision kept no key of its head: it is of an older version.</summary>
    NoKey,

    /// <summary>The decision has left the memory, and those before it with it; the stored ones cannot be searched by their heads.</summary>
    NotSearched,
}
