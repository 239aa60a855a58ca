using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>
/// The rows of the live tail: all that are kept, or the newest that match a filter. While it is held, they stay and what arrives is counted.
/// </summary>
/// <remarks>
/// The log is walked once, when something else is asked for; after that only what is new in it is looked at, and those that were running and may
/// still come to match. A filter that little passes would else walk all kept entries four times a second.
/// </remarks>
internal sealed class DecisionTail(DecisionLog log)
{
    /// <summary>Most rows of a filtered page, and the highest count of new ones that is told exactly.</summary>
    public const int MaxRows = 200;

    /// <summary>Most running requests watched because they may come to match; the oldest are given up first.</summary>
    public const int MaxRunning = 1000;

    // Newest first; at most MaxRows + 1, which tells that there are older ones.
    private List<DecisionEntry> _matching = [];

    // Newest first; at most MaxRunning.
    private List<DecisionEntry> _running = [];
    private DecisionFilter _filter = new();
    private HashSet<long> _shown = [];
    private long _seen;
    private long _newestShown;
    private bool _cut;

    public DecisionQuery Query { get; private set; } = new();

    public IList<DecisionRow> Rows { get; private set; } = [];

    /// <summary>Entries that match and came after the rows were held; at most <see cref="MaxRows"/> + 1.</summary>
    public int NewWhilePaused { get; private set; }

    public bool HasOlder { get; private set; }

    public long Total { get; private set; }

    /// <summary>Entries of the log that were looked at so far.</summary>
    public long LookedAt { get; private set; }

    public long Kept => Math.Min(Total, log.Capacity);

    public string NewLabel => NewWhilePaused > MaxRows ? $"{MaxRows}+ new while paused" : $"{NewWhilePaused} new while paused";

    private bool ShowsAll => !Query.Any && Query.Before is null;

    /// <summary>Asks for something else; the rows are read anew even when paused.</summary>
    public void Show(DecisionQuery query)
    {
        (Query, _filter) = (query, query.ToFilter());
        (_matching, _running, _seen, _cut) = ([], [], 0, false);
        Advance();
        ShowRows();
    }

    public void Refresh(bool paused)
    {
        Advance();
        if (!paused)
        {
            ShowRows();
        }
        else if (Query.Before is null)
        {
            var fresh = ShowsAll ? Total - _newestShown : _matching.Count(e => !_shown.Contains(e.Sequence));
            NewWhilePaused = (int)Math.Min(fresh, MaxRows + 1);
        }
    }

    private void ShowRows()
    {
        NewWhilePaused = 0;
        _newestShown = Total;
        if (ShowsAll)
        {
            HasOlder = false;
            // Those at the top are read now, so that a held table does not change under the reader.
            Rows = Total <= MaxRows ? log.Latest(MaxRows).Select(DecisionRow.Of).ToList() : new LogRows(log, Total);
            return;
        }

        HasOlder = _cut || _matching.Count > MaxRows;
        Rows = [.. _matching.Take(MaxRows).Select(DecisionRow.Of)];
        _shown = [.. _matching.Select(e => e.Sequence)];
    }

    /// <summary>Brings what matches up to the log.</summary>
    private void Advance()
    {
        Total = log.Total;
        if (ShowsAll)
        {
            return;
        }

        var (matching, running) = Arrived();

        // A retry may take an entry out of what matches, and its end may bring it in.
        foreach (var entry in _running.Concat(_matching).OrderByDescending(e => e.Sequence))
        {
            (_filter.Matches(entry) ? matching : entry.Outcome is null ? running : null)?.Add(entry);
        }

        var gone = Total - log.Capacity;
        matching.RemoveAll(e => e.Sequence <= gone);
        _cut |= matching.Count > MaxRows + 1;
        (_matching, _running) = (Newest(matching, MaxRows + 1), Newest(running, MaxRunning));
    }

    /// <summary>What came since the last look, newest first. A page of older ones gets no new ones after its first.</summary>
    private (List<DecisionEntry> Matching, List<DecisionEntry> Running) Arrived()
    {
        List<DecisionEntry> matching = [];
        List<DecisionEntry> running = [];
        if (Query.Before is not null && _seen > 0)
        {
            return (matching, running);
        }

        foreach (var entry in log.Newest(Query.Before, _seen))
        {
            LookedAt++;
            _seen = Math.Max(_seen, entry.Sequence);
            if (_filter.Matches(entry))
            {
                matching.Add(entry);
            }
            else if (entry.Outcome is null && running.Count < MaxRunning)
            {
                running.Add(entry);
            }

            if (matching.Count > MaxRows)
            {
                _cut = true;
                break;
            }
        }

        return (matching, running);
    }

    private static List<DecisionEntry> Newest(List<DecisionEntry> entries, int count) => entries.Count <= count ? entries : entries[..count];
}
