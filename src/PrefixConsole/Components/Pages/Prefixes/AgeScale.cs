using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Time since a run was first seen, in the steps and colours of <see cref="HeatScale"/>: the newest is the lightest.</summary>
internal static class AgeScale
{
    public static readonly ImmutableArray<HeatStep> Steps =
    [
        new("≥ 1 d", TimeSpan.FromDays(1).TotalSeconds, HeatScale.Steps[0].Colour),
        new("6–24 h", TimeSpan.FromHours(6).TotalSeconds, HeatScale.Steps[1].Colour),
        new("1–6 h", TimeSpan.FromHours(1).TotalSeconds, HeatScale.Steps[2].Colour),
        new("10–60 min", TimeSpan.FromMinutes(10).TotalSeconds, HeatScale.Steps[3].Colour),
        new("1–10 min", TimeSpan.FromMinutes(1).TotalSeconds, HeatScale.Steps[4].Colour),
        new("< 1 min", 0, HeatScale.Steps[5].Colour),
    ];

    public static HeatStep Of(TimeSpan age) => Steps.First(s => age.TotalSeconds >= s.From);

    /// <summary>Step of a run by its age or its heat.</summary>
    public static HeatStep Of(PrefixNodeView run, bool byAge) => byAge ? Of(run.Age) : HeatScale.Of(run.HitsPerMinute);
}
