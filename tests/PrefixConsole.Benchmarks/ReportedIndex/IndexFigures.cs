using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>One round's results. Rates of one thread are per second of CPU, those of two per second of the clock; times in µs of the clock.</summary>
internal sealed record IndexFigures
{
    /// <summary>Σ over finds and workers of (worker + 1) · overlap, finds and events in the stream's order.</summary>
    public required long Checksum { get; init; }

    /// <summary>Beside a writer the answers added up to what they add up to without.</summary>
    public required bool ChecksumBesideWriter { get; init; }

    public required long Pairs { get; init; }

    public required double BytesPerPair { get; init; }

    public required double EventsPerSecond { get; init; }

    public required double BlocksPerSecond { get; init; }

    /// <summary>The index was told how many blocks the workers' caches hold.</summary>
    public required double EventsPerSecondWithRoom { get; init; }

    public required double BlocksPerSecondWithRoom { get; init; }

    public required double FindsPerSecond { get; init; }

    public required double FindsPerSecondFromLocals { get; init; }

    public required Quantiles Find { get; init; }

    public required double BlocksPerSecondBesideReader { get; init; }

    public required Quantiles FindBesideWriter { get; init; }

    public required double FindsPerSecondBesideWriter { get; init; }

    public required double FindsPerSecondOfTwo { get; init; }

    public required Quantiles FindOfTwo { get; init; }
}
