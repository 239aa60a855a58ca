using System.Globalization;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>One parameter in the editor: what was typed, and what it means.</summary>
public sealed class ParameterField(ParameterDescriptor descriptor, ParameterValue value)
{
    /// <summary>Steps of the slider.</summary>
    public const int SliderSteps = 1000;

    // A default far below the maximum would leave a linear slider no room where it matters.
    private const double WideRange = 20;

    public ParameterDescriptor Descriptor { get; } = descriptor;

    /// <summary>As typed; kept also when it is not a number, so that the field shows what is wrong.</summary>
    public string Text { get; set; } = value.ToString();

    public string Path => $"parameters.{Descriptor.Name}";

    public bool AtDefault => Value == Descriptor.Default;

    /// <summary>NaN where the text is not a number: validation refuses it by name.</summary>
    public ParameterValue Value => Descriptor.IsChoice
        ? Text
        : double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    /// <summary>Position of the slider, 0 to <see cref="SliderSteps"/>; on a wide range the cube of it is the value.</summary>
    public int Slider
    {
        get
        {
            var share = Value.Number is { } number && double.IsFinite(number) ? (number - Descriptor.Minimum) / Span : 0;
            return (int)Math.Round(Math.Pow(Math.Clamp(share, 0, 1), 1 / Exponent) * SliderSteps);
        }

        set
        {
            var number = Descriptor.Minimum + (Math.Pow(Math.Clamp(value, 0, SliderSteps) / (double)SliderSteps, Exponent) * Span);
            Text = Round(number).ToString(CultureInfo.InvariantCulture);
        }
    }

    public string Range => FormattableString.Invariant($"{Descriptor.Minimum:#,0.###} to {Descriptor.Maximum:#,0.###}");

    private double Span => Math.Max(Descriptor.Maximum - Descriptor.Minimum, double.Epsilon);

    private double Exponent => Span > WideRange * Math.Max(1, Math.Abs(Descriptor.Default.Number ?? 0)) ? 3 : 1;

    public void Reset() => Text = Descriptor.Default.ToString();

    /// <summary>To three significant digits or whole, as far as a slider can aim.</summary>
    private double Round(double number)
    {
        if (Descriptor.Whole || Math.Abs(number) >= 100)
        {
            return Math.Clamp(Math.Round(number), Descriptor.Minimum, Descriptor.Maximum);
        }

        return Math.Round(number, Math.Abs(number) >= 10 ? 1 : Span <= 2 ? 3 : 2);
    }
}
