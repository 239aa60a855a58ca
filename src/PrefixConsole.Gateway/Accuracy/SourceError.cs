namespace PrefixConsole.Gateway.Accuracy;

/// <summary>How one kind of overlap compared with what engines delivered, over the requests for which it existed.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Prompt">Their prompt tokens.</param>
/// <param name="Surplus">Sum of expected less delivered tokens: above zero means too much was expected.</param>
/// <param name="Absolute">Sum of the differences without their sign.</param>
public readonly record struct SourceError(long Requests, long Prompt, long Surplus, long Absolute)
{
    /// <summary>Mean tokens too much, or too few, per request; null without requests.</summary>
    public double? Bias => Requests == 0 ? null : (double)Surplus / Requests;

    /// <summary>Mean tokens of difference per request; null without requests.</summary>
    public double? MeanAbsolute => Requests == 0 ? null : (double)Absolute / Requests;

    /// <summary>Difference as a share of the prompt tokens; null without any.</summary>
    public double? Share => Prompt == 0 ? null : (double)Absolute / Prompt;

    public static SourceError operator +(SourceError a, SourceError b) =>
        new(a.Requests + b.Requests, a.Prompt + b.Prompt, a.Surplus + b.Surplus, a.Absolute + b.Absolute);

    internal static SourceError Of(int? expected, in ReuseAccount account)
    {
        if (expected is not { } tokens)
        {
            return default;
        }

        var difference = tokens - account.Delivered;
        return new SourceError(1, account.Prompt, difference, Math.Abs(difference));
    }
}
