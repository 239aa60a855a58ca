namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A clock that the replay moves: seconds since the first arrival.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private double _now;

    public double Now
    {
        get => _now;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _now);
            _now = value;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(_now * TimeSpan.TicksPerSecond);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());
}
