using System.Globalization;
using System.Text;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>Messages that could not be used as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class RejectedFrameCsv
{
    public static string Write(IEnumerable<RejectedFrameDto> frames)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, ["worker", "rank", "at", "sequence", "cause", "problem", "events", "bytes", "sha256"]);
        foreach (var f in frames)
        {
            DecisionCsv.AppendRow(
                text, [f.Worker, f.Rank, f.At.ToString("O", CultureInfo.InvariantCulture), f.Sequence, f.Cause, f.Problem, f.Events, f.Bytes, f.Sha256]);
        }

        return text.ToString();
    }
}
