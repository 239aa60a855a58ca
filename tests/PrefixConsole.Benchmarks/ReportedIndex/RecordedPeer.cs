namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>
/// What Dynamo's production index (ConcurrentRadixTreeCompressed) did with the conversation streams, medians recorded elsewhere on two shared
/// cores: rates per second of thread CPU, bytes per resident (worker, block) pair from a counting allocator.
/// </summary>
internal sealed record RecordedPeer(double EventsPerSecond, double FindsPerSecond, double BytesPerPair)
{
    /// <summary>By the checksum of the stream: 8 and 64 workers, expanded by 1 and by 8. Null for a stream that was not recorded with it.</summary>
    public static RecordedPeer? For(long checksum) => checksum switch
    {
        833_925 => new(534_000, 1_182_000, 220.7),
        17_394_717 => new(515_000, 534_000, 159.8),
        6_671_400 => new(93_000, 676_000, 161.0),
        139_157_736 => new(88_000, 402_000, 117.8),
        _ => null,
    };
}
