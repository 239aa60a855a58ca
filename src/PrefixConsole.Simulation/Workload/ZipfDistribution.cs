namespace PrefixConsole.Simulation.Workload;

/// <summary>Ranks from 0 with probability proportional to <c>1 / (rank + 1)^exponent</c>: a few are popular, many are rare.</summary>
public sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    /// <param name="count">Number of ranks, at least 1.</param>
    /// <param name="exponent">0 is uniform; around 1 is usual for popularity.</param>
    public ZipfDistribution(int count, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        _cumulative = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            _cumulative[i] = sum += Math.Pow(i + 1, -exponent);
        }

        for (var i = 0; i < count; i++)
        {
            _cumulative[i] /= sum;
        }
    }

    public int Sample(Random random)
    {
        var index = Array.BinarySearch(_cumulative, random.NextDouble());
        return Math.Min(index < 0 ? ~index : index, _cumulative.Length - 1);
    }
}
