namespace PrefixConsole.Routing.Pickers;

/// <summary>Names of the pickers: the first six can be used by a <c>custom</c> strategy, the others belong to one strategy each.</summary>
public static class PickerNames
{
    /// <summary>Highest total, random among equals.</summary>
    public const string MaxScore = "max-score";

    /// <summary>Drawn with a probability proportional to the total.</summary>
    public const string WeightedRandom = "weighted-random";

    /// <summary>Uniform; ignores scores.</summary>
    public const string Random = "random";

    /// <summary>In turn; ignores scores.</summary>
    public const string RoundRobin = "round-robin";

    /// <summary>Fewest in flight; ignores scores.</summary>
    public const string LeastLoaded = "least-loaded";

    /// <summary>Less loaded of two at random; ignores scores.</summary>
    public const string PowerOfTwo = "power-of-two";

    /// <summary>The session's worker, else the least loaded.</summary>
    public const string Session = "session";

    /// <summary>Consistent hashing with bounded load.</summary>
    public const string HashRing = "hash-ring";

    /// <summary>Deepest holder unless it is too loaded.</summary>
    public const string DeepestHolder = "deepest-holder";

    /// <summary>Longest reported overlap, while the fleet is in balance.</summary>
    public const string LongestReported = "longest-reported";

    /// <summary>Drawn by exp(total ÷ temperature).</summary>
    public const string Softmax = "softmax";
}
