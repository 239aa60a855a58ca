using System.Globalization;
using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Api;

/// <summary>
/// One request's candidates × scorers as CSV, a row for each worker of each decision made for it, under the rules of <see cref="DecisionCsv"/>. An empty
/// cell is a missing signal, never 0.
/// </summary>
internal static class DecisionMatrixCsv
{
    private static readonly string[] s_seen =
    [
        "id", "attempt", "at", "strategy", "revision", "reason", "picker", "worker", "chosen", "removedBy", "predictedBlocks", "promptBlocks",
        "reportedBlocks", "tokenBlocks", "trust", "eventsAgeMs", "overlapSource", "inFlight", "processed", "pendingPrefillTokens", "waiting", "running",
        "kvUsage", "metricsAgeMs", "total", "chance", "otherDrawn",
        "predictedAge", "predictedAgeMs", "predictedBy",
    ];

    private static readonly string[] s_scored = ["weight", "raw", "score", "contribution"];

    /// <param name="entry">The request.</param>
    /// <param name="log">The decisions in memory; null for a request that was read from the store.</param>
    public static string Write(DecisionEntry entry, DecisionLog? log)
    {
        RoutingDecision[] decisions = entry.FirstDecision is { } first ? [first, entry.Decision] : [entry.Decision];

        // The strategy may have changed between two decisions of a request: the columns of both.
        (string Scorer, string[] Terms)[] scorers =
        [
            .. decisions.SelectMany(d => d.Scorers).GroupBy(s => s.Scorer).Select(g => (g.Key, g.SelectMany(s => s.TermNames).Distinct().ToArray())),
        ];
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, [.. s_seen, .. scorers.SelectMany(s => s_scored.Concat(s.Terms).Select(column => $"{s.Scorer}:{column}"))]);
        foreach (var decision in decisions)
        {
            var chances = DrawChances.Of(decision);
            var ages = PredictionAges.Of(decision, entry, log);
            for (var i = 0; i < decision.Candidates.Length; i++)
            {
                var candidate = decision.Candidates[i];
                DecisionCsv.AppendRow(
                    text,
                    [
                        .. Seen(decision, CandidateDto.From(candidate, decision.Request.TokenBlocks.Count, decision.Totals, chances, ages[i]), candidate.Processed, decision.OtherDrawn == i),
                        .. scorers.SelectMany(s => Scored(decision, candidate.Column, s.Scorer, s.Terms)),
                    ]);
            }
        }

        return text.ToString();
    }

    private static object?[] Seen(RoutingDecision decision, CandidateDto seen, int processed, bool otherDrawn) =>
    [
        decision.Id, decision.Attempt, decision.At.ToString("O", CultureInfo.InvariantCulture), decision.Strategy, decision.Revision, decision.Reason,
        decision.Picker, seen.Worker, seen.Worker == decision.Winner?.Value, seen.RemovedBy, seen.PredictedBlocks, decision.Request.Blocks.Count,
        seen.ReportedBlocks, decision.Request.TokenBlocks.Count, seen.Trust, seen.EventsAgeMs, seen.OverlapSource, seen.InFlight, processed,
        seen.PendingPrefillTokens, seen.Waiting, seen.Running, seen.KvUsage, seen.MetricsAgeMs, seen.Total, seen.Chance, otherDrawn,
        seen.PredictedAge?.State, seen.PredictedAge?.AgeMs, seen.PredictedAge?.By,
    ];

    private static object?[] Scored(RoutingDecision decision, int column, string scorer, string[] terms)
    {
        var index = Array.FindIndex(decision.Scorers, s => s.Scorer == scorer);
        if (index < 0 || column < 0 || column >= decision.Scorers[index].Scores.Length)
        {
            return new object?[s_scored.Length + terms.Length];
        }

        var row = decision.Scorers[index];
        var cells = new List<object?> { Numbers.Finite(row.Weight), Numbers.Finite(row.Raw[column]), Numbers.Finite(row.Scores[column]), Numbers.Finite(row.Weight * row.Scores[column]) };
        foreach (var term in terms)
        {
            cells.Add(row.TermNames.IndexOf(term) is >= 0 and var i ? Numbers.Finite(row.Term(i)[column]) : null);
        }

        return [.. cells];
    }
}
