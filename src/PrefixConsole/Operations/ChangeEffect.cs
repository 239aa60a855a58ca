namespace PrefixConsole.Operations;

/// <summary>How the fleet did before and after a revision became active.</summary>
public sealed record ChangeEffect(EffectWindow? Before, EffectWindow? After)
{
    /// <summary>Whether <see cref="HitRate"/> is what engines reported: where only one side has reports, predictions are compared.</summary>
    public bool HitsAreReported => Sides.All(s => s.ReportedHitRate is not null);

    private IEnumerable<EffectWindow> Sides => new[] { Before, After }.OfType<EffectWindow>();

    /// <summary>Cached share of prompt tokens of a side, 0 to 1, measured as the other's is.</summary>
    public double? HitRate(EffectWindow? side) => HitsAreReported ? side?.ReportedHitRate : side?.PredictedHitRate;
}
