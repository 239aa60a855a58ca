using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>Words of windows and dimensions, in the API and in the console's URLs.</summary>
internal static class AccuracyQuery
{
    public const string DefaultWindow = "15m";

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
    public static IReadOnlyList<FieldError> Read(
        string? windowText, string? byText, string? format, out AccuracyWindow window, out AccuracyDimension by, out bool csv)
    {
        var errors = new List<FieldError>();
        window = WindowOf(windowText) ?? Wrong<AccuracyWindow>(errors, "window", Windows);
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
