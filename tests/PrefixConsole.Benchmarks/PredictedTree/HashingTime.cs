using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>One prompt of 12,288 tokens hashed again and again into blocks of 16, and the same in text.</summary>
internal static class HashingTime
{
    public const int Ids = 24;

    private const int Calls = 4_000;

    /// <summary>Microseconds per call, one distribution per mode.</summary>
    public static IReadOnlyList<(PromptExpansion Mode, Quantiles Micros)> Measure(int rounds)
    {
        PromptExpansion[] modes = [new TokenExpansion(), new TextExpansion()];
        var ids = Enumerable.Range(0, Ids).Select(i => (long)i).ToArray();
        var results = new List<(PromptExpansion, Quantiles)>();
        foreach (var mode in modes)
        {
            mode.Expand(ids);
            Time(mode);
            results.Add((mode, new Quantiles(Enumerable.Range(0, rounds).SelectMany(_ => Time(mode)))));
        }

        return results;
    }

    private static double[] Time(PromptExpansion mode)
    {
        var micros = new double[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var start = ThreadClock.Nanoseconds();
            mode.Hash();
            micros[i] = (ThreadClock.Nanoseconds() - start) / 1e3;
        }

        return micros;
    }
}
