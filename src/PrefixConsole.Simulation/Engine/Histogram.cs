namespace PrefixConsole.Simulation.Engine;

/// <summary>Counts of observations under fixed upper bounds, as Prometheus keeps them. Thread-safe.</summary>
public sealed class Histogram
{
    private readonly Lock _gate = new();
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private double _sum;

    /// <param name="bounds">Upper bounds, ascending; one more bucket takes the rest.</param>
    public Histogram(params double[] bounds)
    {
        _bounds = bounds;
        _counts = new long[bounds.Length + 1];
    }

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
        {
            bucket++;
        }

        lock (_gate)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    /// <summary>Bounds and cumulative counts; the last count, under infinity, is that of all observations.</summary>
    public HistogramSnapshot Read()
    {
        var cumulative = new long[_counts.Length];
        lock (_gate)
        {
            long count = 0;
            for (var i = 0; i < _counts.Length; i++)
            {
                cumulative[i] = count += _counts[i];
            }

            return new HistogramSnapshot(_bounds, cumulative, _sum);
        }
    }
}
