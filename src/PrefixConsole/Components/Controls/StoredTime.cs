namespace PrefixConsole.Components.Controls;

/// <summary>When a page is to read what is stored of the time in its URL.</summary>
internal sealed class StoredTime
{
    private string? _asked;
    private DateTimeOffset _readAt;

    /// <summary>Called whenever the page reads. A time that is over is read once, one that ends now again and again.</summary>
    /// <param name="range">Of the URL.</param>
    /// <param name="from">Of the URL.</param>
    /// <param name="to">Of the URL.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="again">After how long a time of that length is worth another look.</param>
    /// <param name="of">What the page is of, where it can change without leaving the page.</param>
    /// <returns>Whether another time is asked for than before: what was read is not of it. Whether to read. The time; null for live.</returns>
    public (bool IsOther, bool IsDue, (DateTimeOffset From, DateTimeOffset To)? Span) Ask(
        string? range, string? from, string? to, DateTimeOffset now, Func<TimeSpan, TimeSpan> again, string of = "")
    {
        var span = TimeRange.Read(range, from, to, now);
        var asked = span is null ? null : $"{of}|{range}|{from}|{to}";
        var isOther = asked != _asked;
        var isDue = isOther || (span is { } time && time.To >= now && now - _readAt >= again(time.To - time.From));
        if (isDue)
        {
            (_asked, _readAt) = (asked, now);
        }

        return (isOther, isDue, span);
    }
}
