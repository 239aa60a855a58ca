using System.Globalization;

namespace PrefixConsole.Components.Controls;

/// <summary>How far back a page looks, as its URL holds it: <c>range=1h</c>, or <c>from=…&amp;to=…</c> in ISO 8601.</summary>
/// <param name="Key">In the URL; empty for live.</param>
/// <param name="Title">In the list.</param>
/// <param name="Span">Null for live and for a range of its own.</param>
public sealed record TimeRange(string Key, string Title, TimeSpan? Span)
{
    public static TimeRange Live { get; } = new("", "live", null);

    public static IReadOnlyList<TimeRange> All { get; } =
    [
        Live,
        new("15m", "15 min", TimeSpan.FromMinutes(15)),
        new("1h", "1 hour", TimeSpan.FromHours(1)),
        new("6h", "6 hours", TimeSpan.FromHours(6)),
        new("24h", "24 hours", TimeSpan.FromHours(24)),
        new("7d", "7 days", TimeSpan.FromDays(7)),
    ];

    /// <summary>What a moment in the URL must be.</summary>
    internal const string Moment = "a time in ISO 8601, such as 2026-11-23T12:00:00Z";

    public bool IsLive => Key.Length == 0;

    public static TimeRange Find(string? key) => All.FirstOrDefault(r => r.Key == key) ?? Live;

    /// <summary>The moments that a page's URL asks for; null for live, or when they cannot be used: see <see cref="Check"/>.</summary>
    /// <param name="range">Key of a range.</param>
    /// <param name="from">Start, ISO 8601.</param>
    /// <param name="to">End, ISO 8601; now when empty.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="open">Whether the start may be left out: it is the beginning of time then.</param>
    public static (DateTimeOffset From, DateTimeOffset To)? Read(string? range, string? from, string? to, DateTimeOffset now, bool open = false) =>
        Read(range, from, to, now, open, new QueryReader());

    /// <summary>Why a page that was asked for some time is live; empty when it is not, or was not asked.</summary>
    public static IReadOnlyList<QueryError> Check(string? range, string? from, string? to, DateTimeOffset now, bool open = false)
    {
        var reader = new QueryReader();
        Read(range, from, to, now, open, reader);
        return reader.Errors;
    }

    /// <summary>The same for a list: without a start it has none, and without an end what is new comes in.</summary>
    public static (DateTimeOffset? From, DateTimeOffset? To) ReadOpen(string? range, string? from, string? to, DateTimeOffset now) =>
        Read(range, from, to, now, open: true) is { } time
            ? (time.From == DateTimeOffset.MinValue ? null : time.From, EndsNow(range, to) ? null : time.To)
            : (null, null);

    /// <summary>Whether what comes is of the time too.</summary>
    public static bool EndsNow(string? range, string? to) => !Find(range).IsLive || string.IsNullOrEmpty(to);

    /// <summary>A moment as the URL and the API take it, to the second and what is below it.</summary>
    public static string? Write(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static (DateTimeOffset From, DateTimeOffset To)? Read(string? range, string? from, string? to, DateTimeOffset now, bool open, QueryReader reader)
    {
        if (Find(range).Span is { } span)
        {
            return (now - span, now);
        }

        reader.Known("range", range, All.Where(r => !r.IsLive).Select(r => r.Key));
        if (string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to))
        {
            return null;
        }

        var start = open && string.IsNullOrEmpty(from) ? DateTimeOffset.MinValue : Parse(from);
        var end = string.IsNullOrEmpty(to) ? now : Parse(to);
        if (start is null)
        {
            reader.Refuse("from", from ?? "", Moment);
        }

        if (end is null)
        {
            reader.Refuse("to", to ?? "", Moment);
        }

        if (start >= now)
        {
            reader.Refuse("from", from!, "a time that is over");
        }
        else if (start >= end)
        {
            reader.Refuse("to", to!, "a time after from");
        }
        else if (start is { } known && end is { } last)
        {
            return (known, last);
        }

        return null;
    }

    /// <summary>A time in ISO 8601, of UTC when it has no offset; null when it is none.</summary>
    internal static DateTimeOffset? Parse(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
