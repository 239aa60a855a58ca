namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Sums and latencies (ms, ascending) over a window of seconds.</summary>
internal sealed record WindowStats(int Requests, int Errors, int Good, TokenTotals Tokens, float[] FirstToken, float[] InterToken)
{
    public double? FirstTokenAt(double share) => Quantiles.Of(FirstToken, share);

    public double? InterTokenAt(double share) => Quantiles.Of(InterToken, share);
}
