using System.Text;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>The calibration as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class CalibrationCsv
{
    public static string Write(CalibrationDto calibration)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, ["captured", "requests", "promptTokens", "capturedTokens", "deliveredTokens", "expectedShare", "deliveredShare", "enough"]);
        foreach (var b in calibration.Bins)
        {
            DecisionCsv.AppendRow(text, [$"{b.Captured} %", b.Requests, b.PromptTokens, b.CapturedTokens, b.DeliveredTokens, b.ExpectedShare, b.DeliveredShare, b.Enough]);
        }

        return text.ToString();
    }
}
