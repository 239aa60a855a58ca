namespace PrefixConsole.Benchmarks.Measuring;

/// <summary>Order statistics of a sample, sorted once. Quantile q is the element at index ⌊q·n⌋, as in the reference simulator.</summary>
internal sealed class Quantiles
{
    private readonly double[] _sorted;

    public Quantiles(IEnumerable<double> sample)
    {
        _sorted = [.. sample];
        Array.Sort(_sorted);
        ArgumentOutOfRangeException.ThrowIfZero(_sorted.Length, nameof(sample));
    }

    public double Median => At(0.5);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public double Mean => _sorted.Average();

    public double At(double quantile) => _sorted[Math.Min(_sorted.Length - 1, (int)(quantile * _sorted.Length))];

    /// <summary>Share of the sample at or below a value.</summary>
    public double ShareWithin(double limit) => _sorted.Count(value => value <= limit) / (double)_sorted.Length;
}
