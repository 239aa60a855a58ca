using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>Words of windows and dimensions, in the API and in the console's URLs.</summary>
internal static class AccuracyQuery
{
    public const string DefaultWindow = "15m";

    /// <summary>Name of no window: stored decisions of a time.</summary>
    public const string Stored = "stored";

    /// <summary>What a window must be.</summary>
    public const string Windows = "must be 1m, 15m or all";

    public static string NameOf(AccuracyWindow window) => window switch
    {
        AccuracyWindow.Minute => "1m",
        AccuracyWindow.Quarter => DefaultWindow,
        _ => "all",
    };

    /// <summary>How far back it goes; null for all.</summary>
    public static TimeSpan? LengthOf(AccuracyWindow window) => window switch
    {
        AccuracyWindow.Minute => TimeSpan.FromMinutes(1),
        AccuracyWindow.Quarter => TimeSpan.FromMinutes(15),
        _ => null,
    };

    public static string NameOf(AccuracyDimension by) => by.ToString().ToLowerInvariant();

    public static AccuracyWindow? WindowOf(string? text) => Find<AccuracyWindow>(text, DefaultWindow, NameOf);

    public static AccuracyDimension? DimensionOf(string? text, AccuracyDimension fallback) => Find<AccuracyDimension>(text, NameOf(fallback), NameOf);

    /// <summary>What is wrong; empty when the rest can be used.</summary>
    /// <param name="windowText">How far back in memory.</param>
    /// <param name="byText">What the rows are.</param>
    /// <param name="format">Of the answer.</param>
    /// <param name="span">Time of stored decisions; null for those in memory.</param>
    /// <param name="window">As read.</param>
    /// <param name="by">As read.</param>
    /// <param name="csv">Whether a table is wanted.</param>
    public static IReadOnlyList<FieldError> Read(
        string? windowText, string? byText, string? format, (DateTimeOffset? From, DateTimeOffset? To)? span, out AccuracyWindow window, out AccuracyDimension by, out bool csv)
    {
        var errors = new List<FieldError>();
        window = WindowOf(windowText) ?? Wrong<AccuracyWindow>(errors, "window", Windows);
        if (span is not null && !string.IsNullOrEmpty(windowText))
        {
            errors.Add(new FieldError("window", "is of the requests in memory: leave it out with range, from and to"));
        }

        by = DimensionOf(byText, AccuracyDimension.Fleet) ?? Wrong<AccuracyDimension>(errors, "by", "must be fleet, worker, model or tenant");
        csv = format == "csv";
        if (!csv && format is not (null or "" or "json"))
        {
            errors.Add(new FieldError("format", "must be json or csv"));
        }

        return errors;
    }

    private static T Wrong<T>(List<FieldError> errors, string field, string message)
        where T : struct
    {
        errors.Add(new FieldError(field, message));
        return default;
    }

    private static T? Find<T>(string? text, string fallback, Func<T, string> nameOf)
        where T : struct, Enum
    {
        var name = string.IsNullOrEmpty(text) ? fallback : text;
        foreach (var value in Enum.GetValues<T>())
        {
            if (nameOf(value) == name)
            {
                return value;
            }
        }

        return null;
    }
}
