namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Sums of one stretch of time.</summary>
internal sealed class AccuracyBucket
{
    // made when something is counted first: most buckets of most keys stay empty
    private int[]? _density;
    private CalibrationBin[]? _calibration;
    private AccuracyTotals _totals;

    /// <summary>Number of the stretch; −1 before the first.</summary>
    public long Number { get; private set; } = -1;

    public void Add(long number, in AccuracyFacts facts)
    {
        if (Number != number)
        {
            Number = number;
            _totals = default;
            _density?.AsSpan().Clear();
            _calibration?.AsSpan().Clear();
        }

        _totals.Add(facts);
        if (facts.Account is { } account)
        {
            _density ??= new int[AccuracyDensity.Bins * AccuracyDensity.Bins];
            _density[AccuracyDensity.IndexOf(account)]++;
            _calibration ??= new CalibrationBin[AccuracyCalibration.Steps];
            _calibration[AccuracyCalibration.IndexOf(account)] += CalibrationBin.Of(account);
        }
    }

    public void AddTo(ref AccuracyTotals totals, Span<int> density, Span<CalibrationBin> calibration)
    {
        totals.Add(_totals);
        for (var i = 0; _density is not null && i < density.Length; i++)
        {
            density[i] += _density[i];
        }

        for (var i = 0; _calibration is not null && i < calibration.Length; i++)
        {
            calibration[i] += _calibration[i];
        }
    }
}
