using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What is predicted of a worker's cache beside what it reports.</summary>
public sealed record PrefixComparison
{
    /// <summary>Trust in what it reports. <see cref="KvTrust.NotReporting"/>: there is nothing to compare.</summary>
    public required KvTrustState Trust { get; init; }

    /// <summary>Whether the worker has ever sent a report since it was added.</summary>
    public required bool Reports { get; init; }

    /// <summary>Text blocks it is predicted to hold, and their estimated tokens.</summary>
    public required long PredictedBlocks { get; init; }

    public required long PredictedTokens { get; init; }

    /// <summary>Token blocks it reported, and their tokens: exact.</summary>
    public required long ReportedBlocks { get; init; }

    public required long ReportedTokens { get; init; }

    /// <summary>All that was compared.</summary>
    public required PrefixMatch Total { get; init; }

    /// <summary>Share of the predicted tokens of which is known whether they are reported, 0 to 1; 1 when nothing is predicted.</summary>
    public required double KnownShare { get; init; }

    /// <summary>Share of what can be compared that is both predicted and reported, 0 to 1; null when nothing can.</summary>
    public double? Overlap => Total.Known == 0 ? null : (double)Total.Both / Total.Known;

    /// <summary>Stretches that differ, the largest difference first; see <see cref="PrefixComparer.MaxRows"/>.</summary>
    public required ImmutableArray<PrefixDifferenceRow> Rows { get; init; }

    /// <summary>Stretches that differ, those that are not listed included.</summary>
    public required int Differing { get; init; }
}
