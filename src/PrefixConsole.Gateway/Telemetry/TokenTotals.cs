namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The reuse funnel as sums of prompt tokens.</summary>
/// <param name="Prompt">Prompt tokens of served requests.</param>
/// <param name="Available">Those some worker was predicted to hold.</param>
/// <param name="Captured">Those the chosen worker was predicted to hold.</param>
/// <param name="Reporting">Prompt tokens of the requests whose engine reported cached tokens.</param>
/// <param name="Delivered">Cached tokens those engines reported.</param>
/// <param name="Reports">How many engines' answers reported, so that a reported zero is told from silence.</param>
internal readonly record struct TokenTotals(long Prompt, long Available, long Captured, long Reporting, long Delivered, int Reports)
{
    public static TokenTotals operator +(TokenTotals a, TokenTotals b) => new(
        a.Prompt + b.Prompt,
        a.Available + b.Available,
        a.Captured + b.Captured,
        a.Reporting + b.Reporting,
        a.Delivered + b.Delivered,
        a.Reports + b.Reports);

    public double? PredictedHitRate => Prompt == 0 ? null : (double)Captured / Prompt;

    public double? ReportedHitRate => Reporting == 0 ? null : Math.Min(1, (double)Delivered / Reporting);
}
