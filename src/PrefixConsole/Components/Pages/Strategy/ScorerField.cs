using System.Globalization;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>A scorer of a custom strategy in the editor.</summary>
public sealed class ScorerField(string scorer, double weight)
{
    /// <summary>Largest weight the slider reaches; larger ones are typed.</summary>
    public const int SliderMaximum = 10;

    public string Scorer { get; } = scorer;

    public string Text { get; set; } = weight.ToString(CultureInfo.InvariantCulture);

    public double Weight => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    public ScorerWeight ToWeight() => new(Scorer, Weight);
}
