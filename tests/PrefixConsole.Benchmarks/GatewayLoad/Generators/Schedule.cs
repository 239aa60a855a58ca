namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>Intended times of an open loop: request i at <c>start + i / rate</c>, for as long as that lies before the end.</summary>
internal readonly record struct Schedule(long Start, double Rate, TimeSpan Duration, long Frequency)
{
    public long Count => (long)Math.Ceiling(Rate * Duration.TotalSeconds);

    /// <summary>Timestamp at which request <paramref name="index"/> is meant to be sent. Computed from the start each time: no error adds up.</summary>
    public long IntendedAt(long index) => Start + (long)(index * (Frequency / Rate));
}
