using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>
/// The rows of the live tail: all that are kept, or the newest that match a filter. While it is held, they stay and what arrives is counted.
/// </summary>
internal sealed class DecisionTail(DecisionLog log)
{
    /// <summary>Most rows of a filtered page, and the highest count of new ones that is told exactly.</summary>
    public const int MaxRows = 200;

    private long _newestShown;

    public DecisionQuery Query { get; private set; } = new();

    public IList<DecisionRow> Rows { get; private set; } = [];

    /// <summary>Entries that match and came after the rows were held; at most <see cref="MaxRows"/> + 1.</summary>
    public int NewWhilePaused { get; private set; }

    public bool HasOlder { get; private set; }

    public long Total { get; private set; }

    public long Kept => Math.Min(Total, log.Capacity);

    public string NewLabel => NewWhilePaused > MaxRows ? $"{MaxRows}+ new while paused" : $"{NewWhilePaused} new while paused";

    /// <summary>Asks for something else; the rows are read anew even when paused.</summary>
    public void Show(DecisionQuery query)
    {
        Query = query;
        Read();
    }

    public void Refresh(bool paused)
    {
        // A page of older entries stands still, but its running requests may end: it is read anew as well.
        if (!paused)
        {
            Read();
            return;
        }

        Total = log.Total;
        NewWhilePaused = log.Latest(MaxRows + 1, Query.ToFilter()).Count(e => e.Sequence > _newestShown);
    }

    private void Read()
    {
        Total = log.Total;
        NewWhilePaused = 0;
        if (!Query.Any && Query.Before is null)
        {
            _newestShown = Total;
            HasOlder = false;
            // Those at the top are read now, so that a held table does not change under the reader.
            Rows = Total <= MaxRows ? log.Latest(MaxRows).Select(DecisionRow.Of).ToList() : new LogRows(log, Total);
            return;
        }

        var entries = log.Latest(MaxRows + 1, Query.ToFilter(), Query.Before);
        HasOlder = entries.Count > MaxRows;
        Rows = [.. entries.Take(MaxRows).Select(DecisionRow.Of)];
        _newestShown = entries.Count > 0 ? Math.Max(Total, entries[0].Sequence) : Total;
    }
}
