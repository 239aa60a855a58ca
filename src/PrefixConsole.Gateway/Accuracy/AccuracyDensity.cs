namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Requests by captured and delivered share of their prompt, in steps of five per cent.</summary>
public sealed class AccuracyDensity
{
    /// <summary>Steps each way.</summary>
    public const int Bins = 20;

    private readonly int[] _counts;

    internal AccuracyDensity(int[] counts) => _counts = counts;

    public bool IsEmpty => Array.TrueForAll(_counts, static n => n == 0);

    /// <param name="captured">Step of the captured share.</param>
    /// <param name="delivered">Step of the delivered share.</param>
    public int this[int captured, int delivered] => _counts[(captured * Bins) + delivered];

    /// <summary>Where a request is counted. The whole prompt is in the last step.</summary>
    internal static int IndexOf(in ReuseAccount account) => (Bin(account.Captured, account.Prompt) * Bins) + Bin(account.Delivered, account.Prompt);

    private static int Bin(int tokens, int prompt) => prompt == 0 ? 0 : (int)Math.Min(Bins - 1, (long)tokens * Bins / prompt);
}
