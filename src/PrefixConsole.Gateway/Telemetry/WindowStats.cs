namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Sums and latencies (ms, ascending) over a window of seconds.</summary>
internal sealed record WindowStats(int Requests, int Errors, int Good, TokenTotals Tokens, float[] FirstToken, float[] InterToken)
{
    /// <summary>Requests that failed on the server's side.</summary>
    public int ServerFailures { get; init; }

    public double? FirstTokenAt(double share) => Quantiles.Of(FirstToken, share);

    public double? InterTokenAt(double share) => Quantiles.Of(InterToken, share);
}
