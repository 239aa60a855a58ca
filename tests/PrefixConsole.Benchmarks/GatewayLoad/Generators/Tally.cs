using System.Diagnostics;
using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>What one thread counted. Errors have no latency and are no requests answered.</summary>
internal sealed class Tally
{
    private readonly List<long> _ticks = [];
    private long _errors;

    public void Add(bool ok, long ticks)
    {
        if (ok)
        {
            _ticks.Add(ticks);
        }
        else
        {
            _errors++;
        }
    }

    public static LoadResult Sum(IReadOnlyCollection<Tally> tallies, double seconds)
    {
        var errors = tallies.Sum(tally => tally._errors);
        var sample = tallies.SelectMany(tally => tally._ticks).Select(ticks => ticks * 1000.0 / Stopwatch.Frequency).ToArray();
        if (sample.Length == 0)
        {
            return new LoadResult(0, errors, seconds, double.NaN, double.NaN);
        }

        var quantiles = new Quantiles(sample);
        return new LoadResult(sample.Length, errors, seconds, quantiles.Median, quantiles.At(0.99));
    }
}
