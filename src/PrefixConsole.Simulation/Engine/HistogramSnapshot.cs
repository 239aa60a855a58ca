namespace PrefixConsole.Simulation.Engine;

/// <summary>A histogram at one moment.</summary>
/// <param name="Bounds">Upper bounds.</param>
/// <param name="Cumulative">Observations at or under each bound, then all of them.</param>
/// <param name="Sum">Sum of all observations.</param>
public sealed record HistogramSnapshot(IReadOnlyList<double> Bounds, IReadOnlyList<long> Cumulative, double Sum)
{
    public long Count => Cumulative[^1];
}
