namespace PrefixConsole.Gateway.Telemetry;

/// <summary>One second in the fleet's life. Null: no request in that second to measure.</summary>
/// <param name="At">When.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Errors">Those of them that did not succeed, whoever was at fault.</param>
/// <param name="TtftP50">Median time to first token, ms.</param>
/// <param name="TtftP95">95th percentile, ms.</param>
/// <param name="PredictedHitRate">Predicted cached share of prompt tokens, 0 to 1.</param>
/// <param name="ReportedHitRate">Reported cached share of prompt tokens of the requests that reported it.</param>
/// <param name="InFlight">Requests in flight over all workers.</param>
/// <param name="Imbalance">Busiest ready worker over the mean of the ready ones, as <see cref="LoadBalance.Of"/>.</param>
public readonly record struct FleetSample(
    DateTimeOffset At,
    int Requests,
    int Errors,
    double? TtftP50,
    double? TtftP95,
    double? PredictedHitRate,
    double? ReportedHitRate,
    int InFlight,
    double? Imbalance)
{
    /// <summary>What can be added up of it.</summary>
    public SampleFacts Facts { get => field ?? SampleFacts.None; init; }
}
