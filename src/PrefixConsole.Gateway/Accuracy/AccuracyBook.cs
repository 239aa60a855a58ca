namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Sums of the fleet, or of one worker, model or tenant, over all windows. Thread-safe.</summary>
/// <remarks>28 buckets of 2.4 KB at most: those that never counted anything take a tenth of that.</remarks>
internal sealed class AccuracyBook(TimeProvider time)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longStep = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly AccuracyBucket[] _minute = Buckets(12);
    private readonly AccuracyBucket[] _quarter = Buckets(15);
    private readonly AccuracyBucket _all = new();
    private readonly long _start = time.GetTimestamp();

    public void Add(in AccuracyFacts facts)
    {
        lock (_gate)
        {
            var (step, longStep) = Now();
            _minute[step % _minute.Length].Add(step, facts);
            _quarter[longStep % _quarter.Length].Add(longStep, facts);
            _all.Add(0, facts);
        }
    }

    /// <param name="window">How far back.</param>
    /// <param name="density">Is added to; empty when it is not wanted.</param>
    /// <param name="calibration">Is added to; empty when it is not wanted.</param>
    public AccuracyTotals Read(AccuracyWindow window, Span<int> density, Span<CalibrationBin> calibration = default)
    {
        var totals = default(AccuracyTotals);
        lock (_gate)
        {
            var (step, longStep) = Now();
            switch (window)
            {
                case AccuracyWindow.Minute:
                    Collect(_minute, step, ref totals, density, calibration);
                    break;
                case AccuracyWindow.Quarter:
                    Collect(_quarter, longStep, ref totals, density, calibration);
                    break;
                default:
                    _all.AddTo(ref totals, density, calibration);
                    break;
            }
        }

        return totals;
    }

    private static AccuracyBucket[] Buckets(int count) => [.. Enumerable.Range(0, count).Select(_ => new AccuracyBucket())];

    private static void Collect(AccuracyBucket[] buckets, long now, ref AccuracyTotals totals, Span<int> density, Span<CalibrationBin> calibration)
    {
        foreach (var bucket in buckets)
        {
            if (bucket.Number >= 0 && bucket.Number > now - buckets.Length)
            {
                bucket.AddTo(ref totals, density, calibration);
            }
        }
    }

    private (long Step, long LongStep) Now()
    {
        var elapsed = time.GetElapsedTime(_start);
        return (elapsed.Ticks / s_step.Ticks, elapsed.Ticks / s_longStep.Ticks);
    }
}
