using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>A column of figures, and how it writes them.</summary>
public sealed record AccuracyColumn(string Key, string Title, string Hint, Func<AccuracyTotals, double?> Figure, Func<AccuracyTotals, string> Text)
    : SortColumn<AccuracyRow>(Key, Title, Hint, true, row => Figure(row.Totals))
{
    public static IReadOnlyList<AccuracyColumn> All { get; } =
    [
        new("requests", "Requests", "Requests served in the window", t => t.Requests, t => Figures.Count(t.Requests)),
        new("reporting", "Reporting", "Share of them whose engine reported cached tokens; all figures to the right are of these",
            t => t.ReportingShare, t => Figures.Percent(t.ReportingShare)),
        new("prompt", "Prompt", "Prompt tokens", t => Known(t, t.Prompt), t => Figures.Count((long?)Known(t, t.Prompt))),
        Share("available", "Available", "Share of the prompt that some worker was expected to hold", t => t.Available),
        Share("captured", "Captured", "Share of the prompt that the chosen worker was expected to hold", t => t.Captured),
        Share("delivered", "Delivered", "Share of the prompt that the engine had cached", t => t.Delivered),
        new("bias", "Bias", "Mean captured less delivered tokens per request: above zero, too much was expected", t => t.Error.Bias, t => Figures.Number(t.Error.Bias, 1)),
        new("mae", "Mean error", "Mean difference of captured and delivered tokens per request, sign left out",
            t => t.Error.MeanAbsolute, t => Figures.Number(t.Error.MeanAbsolute, 1)),
        new("reported", "Err. rep.", "Error of what workers reported, as a share of the prompt", t => t.Reported.Share, t => Figures.Percent(t.Reported.Share)),
        new("predicted", "Err. pred.", "Error of what was predicted, as a share of the prompt", t => t.Predicted.Share, t => Figures.Percent(t.Predicted.Share)),
    ];

    private static AccuracyColumn Share(string key, string title, string hint, Func<AccuracyTotals, long> tokens) => new(
        key, title, hint, t => t.Prompt == 0 ? null : (double)tokens(t) / t.Prompt, t => Figures.Percent(Known(t, tokens(t)) is null ? null : tokens(t), t.Prompt));

    private static double? Known(in AccuracyTotals totals, long tokens) => totals.Reporting == 0 ? null : tokens;
}
