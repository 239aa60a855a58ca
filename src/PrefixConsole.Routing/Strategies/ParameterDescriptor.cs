using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A strategy's parameter: what the console shows, what the API lists and what values are checked against.</summary>
public sealed record ParameterDescriptor
{
    /// <summary>Lower-case name with dashes, unique within the strategy.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence: what it does and in which direction.</summary>
    public required string Summary { get; init; }

    public required ParameterValue Default { get; init; }

    /// <summary>Range of a number, inclusive. NaN for a choice.</summary>
    public double Minimum { get; init; } = double.NaN;

    public double Maximum { get; init; } = double.NaN;

    /// <summary>True when only whole numbers are allowed.</summary>
    public bool Whole { get; init; }

    /// <summary>Unit shown beside the value; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Allowed words; empty for a number.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    public bool IsChoice => !Choices.IsEmpty;

    /// <summary>Null when <paramref name="value"/> is allowed, else the reason in words.</summary>
    public string? Check(ParameterValue value)
    {
        if (IsChoice)
        {
            return value.Text is { } word && Choices.Contains(word) ? null : $"must be one of {string.Join(", ", Choices)}";
        }

        if (value.Number is not { } number || !double.IsFinite(number))
        {
            return "must be a finite number";
        }

        if (number < Minimum || number > Maximum)
        {
            return FormattableString.Invariant($"must be between {Minimum} and {Maximum}");
        }

        return Whole && number != Math.Floor(number) ? "must be a whole number" : null;
    }
}
