using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Histograms of the last five minutes, one per ten seconds. Every request is counted, at any rate; memory does not depend on it. Thread-safe.
/// </summary>
internal sealed class LatencySpread
{
    /// <summary>Seconds of a cell.</summary>
    public const int CellSeconds = 10;

    /// <summary>Cells kept, the running one included.</summary>
    public const int Cells = FleetMonitor.SecondsKept / CellSeconds;

    private readonly Lock _gate = new();
    private readonly int[][] _first = [.. Enumerable.Range(0, Cells).Select(_ => new int[LatencyBins.Count])];
    private readonly int[][] _gaps = [.. Enumerable.Range(0, Cells).Select(_ => new int[LatencyBins.Count])];
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;
    private long _newest;

    public LatencySpread(TimeProvider time, DateTimeOffset startedAt, long start)
    {
        _time = time;
        _startedAt = startedAt;
        _start = start;
    }

    public void Add(in OutcomeFacts facts)
    {
        lock (_gate)
        {
            MoveOn();
            var slot = _newest % Cells;
            if (facts.FirstTokenMs is { } first)
            {
                _first[slot][LatencyBins.IndexOf(first)]++;
            }

            if (facts.InterTokenMs is { } gap)
            {
                _gaps[slot][LatencyBins.IndexOf(gap)]++;
            }
        }
    }

    /// <summary>Oldest first; the last one is still running.</summary>
    public ImmutableArray<LatencyCell> View()
    {
        lock (_gate)
        {
            MoveOn();
            var oldest = Math.Max(0, _newest - Cells + 1);
            var cells = ImmutableArray.CreateBuilder<LatencyCell>((int)(_newest - oldest + 1));
            for (var cell = oldest; cell <= _newest; cell++)
            {
                var slot = cell % Cells;
                cells.Add(new LatencyCell(_startedAt + TimeSpan.FromSeconds((cell + 1) * CellSeconds), [.. _first[slot]], [.. _gaps[slot]]));
            }

            return cells.MoveToImmutable();
        }
    }

    // Cells that begin meanwhile take the place of the oldest.
    private void MoveOn()
    {
        var now = (long)(_time.GetElapsedTime(_start).TotalSeconds / CellSeconds);
        for (_newest = Math.Max(_newest, now - Cells); _newest < now;)
        {
            _newest++;
            Array.Clear(_first[_newest % Cells]);
            Array.Clear(_gaps[_newest % Cells]);
        }
    }
}
