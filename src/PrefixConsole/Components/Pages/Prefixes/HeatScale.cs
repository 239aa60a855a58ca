using System.Collections.Immutable;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>
/// Hits per minute in five steps and "idle", each with its colour. The steps are those of viridis, which stay apart for colour-blind
/// eyes and in grey, and their lightness rises with the heat on both themes.
/// </summary>
internal static class HeatScale
{
    /// <summary>Neither hot nor cold: the whole, and the rest that is not shown one by one.</summary>
    public const string Neutral = "#5b636e";

    /// <summary>Hits per minute from which the colours are light and want dark text.</summary>
    public const double Light = 20;

    public static readonly ImmutableArray<HeatStep> Steps =
    [
        new("idle", 0, "#3d4653"),
        new("< 1", double.Epsilon, "#443a83"),
        new("1–5", 1, "#31688e"),
        new("5–20", 5, "#21918c"),
        new("20–60", 20, "#6ece58"),
        new("≥ 60", 60, "#fde725"),
    ];

    // The rate decays and never quite reaches zero: below one hit in a quarter of an hour nobody calls it warm.
    private const double Idle = 1 / 15d;

    public static HeatStep Of(double hitsPerMinute) =>
        hitsPerMinute < Idle ? Steps[0] : Steps.Last(s => hitsPerMinute >= s.From);
}
