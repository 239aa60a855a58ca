using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>What was delivered where so much was expected, by expected share of the prompt in steps of ten per cent.</summary>
public sealed class AccuracyCalibration
{
    /// <summary>Steps.</summary>
    public const int Steps = 10;

    internal AccuracyCalibration(CalibrationBin[] bins) => Bins = [.. bins];

    /// <summary>One of each step; those without a request too.</summary>
    public ImmutableArray<CalibrationBin> Bins { get; }

    public bool IsEmpty => Bins.All(static bin => bin.Requests == 0);

    /// <summary>Where a request is counted. The whole prompt is in the last step.</summary>
    internal static int IndexOf(in ReuseAccount account) =>
        account.Prompt == 0 ? 0 : (int)Math.Min(Steps - 1, (long)account.Captured * Steps / account.Prompt);
}
