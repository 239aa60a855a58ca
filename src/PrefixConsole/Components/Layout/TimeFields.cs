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

    public static TimeFields Of(DateTimeOffset from, DateTimeOffset to) => new() { From = Write(from), To = Write(to) };

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
