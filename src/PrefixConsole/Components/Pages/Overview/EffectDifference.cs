using System.Globalization;
using PrefixConsole.Components.Controls;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Overview;

/// <summary>A figure since the last change of strategy, and what it was before.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Before">Before the change.</param>
/// <param name="After">Since.</param>
/// <param name="Difference">After less before, with its sign; a dash when one of them is not known.</param>
/// <param name="Better">Whether that is good; null when it does not differ or is not known.</param>
internal sealed record EffectDifference(string Name, string Before, string After, string Difference, bool? Better)
{
    /// <summary>Fewer requests on a side tell nothing.</summary>
    public const int FewestRequests = 20;

    private const string Minus = "−";

    /// <summary>What it is, in more words.</summary>
    public string? Hint { get; init; }

    public static IReadOnlyList<EffectDifference> Of(ChangeEffect? effect)
    {
        var before = Enough(effect?.Before);
        var after = Enough(effect?.After);
        return
        [
            Duration("TTFT p50", before?.TtftP50, after?.TtftP50),
            Duration("TTFT p95", before?.TtftP95, after?.TtftP95),
            Duration("TTFT p99", before?.TtftP99, after?.TtftP99),
            Share("Goodput", before?.GoodShare, after?.GoodShare, moreIsBetter: true) with { Hint = "Share of the requests that succeeded with the first token within Gateway:TtftLimit" },
            Count("Queue", before?.Queue, after?.Queue) with { Hint = "Requests that waited in the worker where most did, on average" },
            Share(
                "Hit share", effect?.HitRate(before), effect?.HitRate(after), moreIsBetter: true) with { Hint = effect is { HitsAreReported: false } ? "Cached share of prompt tokens, predicted" : "Cached share of prompt tokens, as engines reported" },
            Share("Errors", before?.ErrorRate, after?.ErrorRate, moreIsBetter: false),
        ];
    }

    private static EffectWindow? Enough(EffectWindow? window) => window is { Requests: >= FewestRequests } ? window : null;

    private static EffectDifference Duration(string name, double? before, double? after) => Of(
        name, before, after, Math.Round, ms => Figures.Duration(TimeSpan.FromMilliseconds(ms)), d => $"{Sign(d)}{Figures.Duration(TimeSpan.FromMilliseconds(Math.Abs(d)))}", moreIsBetter: false);

    private static EffectDifference Share(string name, double? before, double? after, bool moreIsBetter) => Of(
        name, before, after, d => Math.Round(d, 3), s => Figures.Percent(s), d => $"{Sign(d)}{(Math.Abs(d) * 100).ToString("0.0", CultureInfo.InvariantCulture)} points", moreIsBetter);

    private static EffectDifference Count(string name, double? before, double? after) => Of(
        name, before, after, d => Math.Round(d, 1), n => Figures.Number(n, 1), d => $"{Sign(d)}{Figures.Number(Math.Abs(d), 1)}", moreIsBetter: false);

    private static EffectDifference Of(
        string name, double? before, double? after, Func<double, double> round, Func<double, string> text, Func<double, string> signed, bool moreIsBetter)
    {
        var difference = after - before is { } d ? round(d) : (double?)null;
        return new EffectDifference(
            name,
            before is { } b ? text(b) : Figures.Missing,
            after is { } a ? text(a) : Figures.Missing,
            difference switch { null => Figures.Missing, 0 => "no difference", _ => signed(difference.Value) },
            difference is null or 0 ? null : difference > 0 == moreIsBetter);
    }

    private static string Sign(double difference) => difference < 0 ? Minus : "+";
}
