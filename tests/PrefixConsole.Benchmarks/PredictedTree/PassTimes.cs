using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>CPU time of each request of one pass, in nanoseconds, by step.</summary>
internal sealed class PassTimes(int requests)
{
    public long[] Hash { get; } = new long[requests];

    public long[] Match { get; } = new long[requests];

    public long[] Insert { get; } = new long[requests];

    /// <summary>Leading blocks found on the worker that had most.</summary>
    public int[] Matched { get; } = new int[requests];

    /// <summary>Requests during whose insertion the garbage collector ran.</summary>
    public HashSet<int> Collected { get; } = [];

    public Quantiles HashMicros => Micros(i => Hash[i]);

    public Quantiles MatchMicros => Micros(i => Match[i]);

    public Quantiles InsertMicros => Micros(i => Insert[i]);

    /// <summary>Match, choose and insert.</summary>
    public Quantiles TreeMicros => Micros(i => Match[i] + Insert[i]);

    public Quantiles WholeMicros => Micros(i => Hash[i] + Match[i] + Insert[i]);

    public double TreeRate => requests / Seconds(Match.Sum() + Insert.Sum());

    public double WholeRate => requests / Seconds(Hash.Sum() + Match.Sum() + Insert.Sum());

    public double LongestInsertMicros(bool withCollections) =>
        Enumerable.Range(0, requests).Where(i => withCollections || !Collected.Contains(i)).Select(i => Insert[i]).DefaultIfEmpty().Max() / 1e3;

    private static double Seconds(long nanoseconds) => Math.Max(1, nanoseconds) / 1e9;

    private Quantiles Micros(Func<int, long> nanoseconds) => new(Enumerable.Range(0, requests).Select(i => nanoseconds(i) / 1e3));
}
