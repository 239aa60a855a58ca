namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Shows the time of the decision that is made again, so that rules with a time limit count from there.</summary>
internal sealed class RecordedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
