using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>The fleet's last five minutes, and the spread of its latencies, as CSV under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class OverviewCsv
{
    private static readonly string[] s_series = ["at", "requests", "errors", "ttftP50Ms", "ttftP95Ms", "predictedHitRate", "reportedHitRate", "inFlight", "imbalance"];
    private static readonly string[] s_spread = ["end", "fromMs", "toMs", "firstToken", "interToken"];

    public static string Write(IEnumerable<FleetSample> samples)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_series);
        foreach (var s in samples)
        {
            DecisionCsv.AppendRow(text, [Time(s.At), s.Requests, s.Errors, s.TtftP50, s.TtftP95, s.PredictedHitRate, s.ReportedHitRate, s.InFlight, s.Imbalance]);
        }

        return text.ToString();
    }

    /// <summary>A row per bin that holds something.</summary>
    public static string Write(ImmutableArray<LatencyCell> cells)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_spread);
        foreach (var cell in cells)
        {
            for (var bin = 0; bin < LatencyBins.Count; bin++)
            {
                if (cell.FirstToken[bin] + cell.InterToken[bin] > 0)
                {
                    DecisionCsv.AppendRow(text, [Time(cell.End), LatencyBins.LowerEnd(bin), LatencyBins.LowerEnd(bin + 1), cell.FirstToken[bin], cell.InterToken[bin]]);
                }
            }
        }

        return text.ToString();
    }

    private static string Time(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
