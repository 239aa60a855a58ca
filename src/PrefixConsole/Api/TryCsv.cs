using System.Text;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>A dry run as CSV, a row for each strategy and worker, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class TryCsv
{
    private static readonly string[] s_header =
    [
        "strategy", "active", "worker", "chosen", "reason", "tieBreak", "chance", "margin", "total", "removedBy",
        "promptTokens", "tokensExact", "predictedBlocks", "predictedTokens", "reportedBlocks", "reportedTokens", "expectedTokens", "availableTokens",
        "revision",
    ];

    public static string Write(TryDto answer)
    {
        var text = new StringBuilder();
        var held = answer.Workers.ToDictionary(w => w.Worker);
        DecisionCsv.AppendRow(text, s_header);
        foreach (var choice in answer.Choices)
        {
            foreach (var worker in choice.Workers)
            {
                var holds = held.GetValueOrDefault(worker.Worker);
                DecisionCsv.AppendRow(
                    text,
                    [
                        choice.Strategy, choice.Active, worker.Worker, worker.Worker == choice.Winner, choice.Reason, choice.TieBreak, choice.Chance,
                        choice.Margin, worker.Total, worker.RemovedBy, answer.PromptTokens, answer.TokensExact, holds?.PredictedBlocks,
                        holds?.PredictedTokens, holds?.ReportedBlocks, holds?.ReportedTokens, holds?.ExpectedTokens, choice.AvailableTokens, choice.Revision,
                    ]);
            }
        }

        return text.ToString();
    }
}
