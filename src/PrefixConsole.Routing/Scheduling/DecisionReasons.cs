namespace PrefixConsole.Routing.Scheduling;

/// <summary>Reason codes of decisions: stable, lower case, shown by the API and the console.</summary>
public static class DecisionReasons
{
    /// <summary>Drawn at random by the strategy's rule.</summary>
    public const string Random = "random";

    /// <summary>Next in turn.</summary>
    public const string Turn = "turn";

    /// <summary>Fewest requests in flight.</summary>
    public const string LeastLoaded = "least-loaded";

    /// <summary>Less loaded of two drawn at random.</summary>
    public const string PowerOfTwo = "power-of-two";

    /// <summary>The session was bound to this worker.</summary>
    public const string Session = "session";

    /// <summary>Owner of the key on the hash ring.</summary>
    public const string RingOwner = "ring-owner";

    /// <summary>The ring owner was over its bound; the next worker clockwise that is not.</summary>
    public const string RingSpill = "ring-spill";

    /// <summary>Holds enough of the prefix.</summary>
    public const string CacheHit = "cache-hit";

    /// <summary>No worker holds enough of the prefix.</summary>
    public const string CacheMiss = "cache-miss";

    /// <summary>The holder was too loaded; cache affinity was overruled.</summary>
    public const string LoadSpill = "load-spill";

    /// <summary>Highest weighted sum of scores.</summary>
    public const string MaxScore = "max-score";

    /// <summary>Drawn with probability that grows with the score.</summary>
    public const string WeightedRandom = "weighted-random";

    /// <summary>Only one worker was left to choose.</summary>
    public const string OnlyCandidate = "only-candidate";

    /// <summary>An operator pinned the request to this worker.</summary>
    public const string Pinned = "pinned";

    /// <summary>No healthy worker serves the model.</summary>
    public const string NoHealthyWorker = "no-healthy-worker";

    /// <summary>
    /// Healthy workers serve the model, but the strategy's filters removed all of them; or, of a pinned request, the pinned worker does not serve it.
    /// </summary>
    public const string AllFiltered = "all-filtered";

    /// <summary>No worker, healthy or not, serves the model.</summary>
    public const string UnknownModel = "unknown-model";
}
