using System.Globalization;
using System.Text.Json.Serialization;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A number or a word. In JSON it is a plain number or string.</summary>
[JsonConverter(typeof(ParameterValueConverter))]
public readonly record struct ParameterValue
{
    public double? Number { get; private init; }

    public string? Text { get; private init; }

    public static implicit operator ParameterValue(double number) => FromDouble(number);

    public static implicit operator ParameterValue(string text) => FromString(text);

    public static ParameterValue FromDouble(double number) => new() { Number = number };

    public static ParameterValue FromString(string text) => new() { Text = text };

    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
