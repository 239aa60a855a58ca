using System.Globalization;

namespace PrefixConsole.Components.Controls;

/// <summary>Numbers as the decision, prefix and strategy pages write them: grouped, with their unit, and a dash for what was not measured.</summary>
internal static class Figures
{
    public const string Missing = "—";

    public static string Count(long? value) => value is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : Missing;

    /// <summary>A share of 0 to 1 in per cent; one decimal below ten per cent, so that small shares do not read as none.</summary>
    public static string Percent(double? share) => share switch
    {
        null => Missing,
        0 => "0 %",
        > 0 and < 0.001 => "< 0.1 %",
        < 0.1 => FormattableString.Invariant($"{share.Value * 100:0.#} %"),
        > 0.99 and < 1 => "99 %",
        _ => FormattableString.Invariant($"{share.Value * 100:0} %"),
    };

    public static string Percent(long? part, long whole) => part is { } known && whole > 0 ? Percent((double)known / whole) : Missing;

    /// <summary>Bytes in the unit that leaves one to four digits: B, KiB, MiB, GiB.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => Missing,
        < 1 << 10 => FormattableString.Invariant($"{bytes} B"),
        < 1 << 20 => FormattableString.Invariant($"{bytes.Value / (double)(1 << 10):0.#} KiB"),
        < 1 << 30 => FormattableString.Invariant($"{bytes.Value / (double)(1 << 20):0.#} MiB"),
        _ => FormattableString.Invariant($"{bytes.Value / (double)(1 << 30):0.##} GiB"),
    };

    /// <summary>A span in the unit that leaves two or three digits: µs, ms, s, min.</summary>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => Missing,
        { TotalMilliseconds: < 1 } => FormattableString.Invariant($"{span.Value.TotalMicroseconds:0} µs"),
        { TotalMilliseconds: < 10 } => FormattableString.Invariant($"{span.Value.TotalMilliseconds:0.0} ms"),
        { TotalMilliseconds: < 1000 } => FormattableString.Invariant($"{span.Value.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => FormattableString.Invariant($"{span.Value.TotalSeconds:0.00} s"),
        _ => FormattableString.Invariant($"{span.Value.TotalMinutes:0.0} min"),
    };

    /// <summary>How long ago, coarse.</summary>
    public static string Age(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => FormattableString.Invariant($"{span.TotalSeconds:0} s"),
        { TotalHours: < 1 } => FormattableString.Invariant($"{span.TotalMinutes:0} min"),
        { TotalDays: < 1 } => FormattableString.Invariant($"{span.TotalHours:0.0} h"),
        _ => FormattableString.Invariant($"{span.TotalDays:0.0} d"),
    };

    /// <summary>How long ago, as part of a sentence.</summary>
    public static string Ago(TimeSpan span) => span.TotalSeconds < 1 ? "just now" : $"{Age(span)} ago";

    /// <summary>A score, weight or margin: up to three decimals.</summary>
    public static string Score(float? value) =>
        value is { } known && float.IsFinite(known) ? known.ToString("0.###", CultureInfo.InvariantCulture) : Missing;

    /// <summary>Rounded to so many decimals.</summary>
    public static string Number(double? value, int decimals) => value is { } known ? Number(Math.Round(known, decimals)) : Missing;

    /// <summary>A count per second: one decimal below ten.</summary>
    public static string Rate(double? value) => Number(value, value < 10 ? 1 : 0);

    public static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>Time of day in UTC, to the millisecond.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>The same with its date when that is not today's.</summary>
    public static string Clock(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date
        ? Clock(at)
        : at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string DateAndTime(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A number for a style attribute.</summary>
    public static string Css(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
