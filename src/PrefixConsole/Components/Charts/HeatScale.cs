using System.Globalization;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Charts;

/// <summary>What the numbers of a heat chart are, and where its colours end.</summary>
/// <param name="Full">The number from which on a cell is as dark as it gets; more than 0.</param>
/// <param name="Write">A number as tables and labels say it; a dash for null.</param>
/// <param name="Hover">The same for Plotly, whose number is <c>%{z}</c>.</param>
/// <param name="Least">What the lightest cell means.</param>
/// <param name="Most">What the darkest cell means.</param>
public sealed record HeatScale(double Full, Func<double?, string> Write, string Hover, string Least, string Most)
{
    /// <summary>Shares of 0 to 1.</summary>
    public static HeatScale Share { get; } = new(1, Figures.Percent, "%{z:.0%}", "0 %", "100 %");

    /// <summary>Counts, which may go beyond the end of the scale and are written as they are.</summary>
    /// <param name="full">Where the scale ends; more than 0.</param>
    /// <param name="unit">What is counted, to follow the number.</param>
    public static HeatScale Counts(int full, string unit) => new(
        full,
        value => value is { } known ? $"{Figures.Number(known, 1)} {unit}" : Figures.Missing,
        $"%{{z:,.1~f}} {unit}",
        "0",
        string.Create(CultureInfo.InvariantCulture, $"{full} or more {unit}"));
}
