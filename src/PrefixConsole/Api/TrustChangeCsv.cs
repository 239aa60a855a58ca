using System.Globalization;
using System.Text;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>Changes of trust as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class TrustChangeCsv
{
    public static string Write(IEnumerable<TrustChangeDto> changes)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, ["at", "worker", "rank", "from", "to", "cause"]);
        foreach (var c in changes)
        {
            DecisionCsv.AppendRow(text, [c.At.ToString("O", CultureInfo.InvariantCulture), c.Worker, c.Rank, c.From, c.To, c.Cause]);
        }

        return text.ToString();
    }
}
