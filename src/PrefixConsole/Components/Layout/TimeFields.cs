using System.Globalization;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Layout;

/// <summary>The two fields of a time of its own, as typed, and what is wrong with each. All times are UTC.</summary>
internal sealed class TimeFields
{
    // What a field of type datetime-local takes and gives, with and without seconds.
    private const string Typed = "yyyy-MM-dd'T'HH:mm:ss";

    public string? From { get; set; }

    public string? To { get; set; }

    /// <summary>Null when there is nothing wrong, or nothing was checked yet.</summary>
    public string? FromError { get; private set; }

    /// <inheritdoc cref="FromError"/>
    public string? ToError { get; private set; }

    /// <summary>Null: left open.</summary>
    public static TimeFields Of(DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        From = from is { } start ? Write(start) : null,
        To = to is { } end ? Write(end) : null,
    };

    /// <summary>The moments as the URL holds them; null when a field is wrong.</summary>
    public (string From, string To)? Check(DateTimeOffset now)
    {
        FromError = Error(From, now, out var from);
        ToError = Error(To, now, out var to);
        if (FromError is null && ToError is null && from >= to)
        {
            FromError = "must be before To";
        }

        return FromError is null && ToError is null ? (Write(from) + "Z", Write(to) + "Z") : null;
    }

    /// <summary>The same where either may be left open: an empty field is no error, and null in the answer.</summary>
    public (string? From, string? To)? CheckOpen(DateTimeOffset now)
    {
        var (hasFrom, hasTo) = (!string.IsNullOrWhiteSpace(From), !string.IsNullOrWhiteSpace(To));
        DateTimeOffset from = default, to = default;
        FromError = hasFrom ? Error(From, now, out from) : null;
        ToError = hasTo ? Error(To, now, out to) : null;
        if (FromError is null && ToError is null && hasFrom && hasTo && from >= to)
        {
            FromError = "must be before To";
        }

        return FromError is null && ToError is null ? (hasFrom ? Write(from) + "Z" : null, hasTo ? Write(to) + "Z" : null) : null;
    }

    private static string? Error(string? text, DateTimeOffset now, out DateTimeOffset at)
    {
        at = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return "give a date and a time";
        }

        if (TimeRange.Parse(text) is not { } read)
        {
            return "is no time, such as 2026-11-23T12:00";
        }

        at = read;
        return read > now ? $"is in the future: it is {Write(now)} UTC" : null;
    }

    private static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(Typed, CultureInfo.InvariantCulture);
}
