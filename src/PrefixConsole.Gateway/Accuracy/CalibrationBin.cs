namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Requests of which about the same share of the prompt was expected in the cache, and what of it was there.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Prompt">Their prompt tokens.</param>
/// <param name="Captured">Tokens that their workers were expected to hold.</param>
/// <param name="Delivered">Tokens that the engines had cached.</param>
public readonly record struct CalibrationBin(long Requests, long Prompt, long Captured, long Delivered)
{
    /// <summary>With fewer requests one of them moves the delivered share by up to five points and more, so that it says little.</summary>
    public const int EnoughRequests = 20;

    /// <summary>Share of the prompt tokens that was expected, 0 to 1; null without any.</summary>
    public double? Expected => Prompt == 0 ? null : (double)Captured / Prompt;

    /// <summary>Share of the prompt tokens that was delivered, 0 to 1; null without any.</summary>
    public double? Got => Prompt == 0 ? null : (double)Delivered / Prompt;

    /// <summary>There are requests, but too few to conclude from.</summary>
    public bool IsThin => Requests is > 0 and < EnoughRequests;

    public static CalibrationBin operator +(CalibrationBin a, CalibrationBin b) =>
        new(a.Requests + b.Requests, a.Prompt + b.Prompt, a.Captured + b.Captured, a.Delivered + b.Delivered);

    internal static CalibrationBin Of(in ReuseAccount account) => new(1, account.Prompt, account.Captured, account.Delivered);
}
