using System.Globalization;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A range of shares of a prompt, written <c>60-65</c>.</summary>
/// <param name="From">Whole per cent, 0 to 99.</param>
/// <param name="To">Whole per cent above <paramref name="From"/>, at most 100. It is not in the range, but 100 is: the whole prompt has to be somewhere.</param>
public readonly record struct ShareRange(int From, int To)
{
    private const int Whole = 100;

    /// <summary>The range of one of so many equal steps; <paramref name="steps"/> divides 100.</summary>
    public static ShareRange OfStep(int step, int steps) => new(step * Whole / steps, (step + 1) * Whole / steps);

    /// <summary>Null when the text is no range.</summary>
    public static ShareRange? Parse(string? text) =>
        text?.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash
        && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        && from < to && to <= Whole
            ? new ShareRange(from, to)
            : null;

    /// <summary>Whether so many tokens of a prompt are a share within it. Of an empty prompt they are none.</summary>
    public bool Contains(int tokens, int prompt)
    {
        if (prompt <= 0)
        {
            return From == 0;
        }

        var share = (long)tokens * Whole;
        return share >= (long)From * prompt && (To == Whole || share < (long)To * prompt);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
