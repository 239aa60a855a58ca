using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>
/// What the chosen worker was predicted to hold of the prompt, what it reported, and what its engine had, on one scale. Blocks of text and of tokens
/// differ in size, so all of it is in tokens of the prompt.
/// </summary>
/// <param name="Prompt">Tokens of the prompt, above 0.</param>
/// <param name="Counted">Who counted them.</param>
/// <param name="Parts">Structure of the prompt, in its order; the shares sum to 1.</param>
/// <param name="Bars">Predicted, reported, delivered.</param>
/// <param name="Scale">What was converted, and how.</param>
/// <param name="Verdict">How far they agree; null while that cannot be told.</param>
internal sealed record HitStrip(int Prompt, string Counted, ImmutableArray<HitPart> Parts, ImmutableArray<HitBar> Bars, string Scale, string? Verdict)
{
    /// <summary>Null without a winner, or of a prompt without tokens.</summary>
    public static HitStrip? Of(RoutingDecision decision, DecisionOutcome? outcome)
    {
        var request = decision.Request;
        var prompt = outcome?.PromptTokens ?? request.PromptTokens;
        if (prompt <= 0 || decision.Candidates.Where(c => c.Worker == decision.Winner).Select(c => (DecisionCandidate?)c).FirstOrDefault() is not { } winner)
        {
            return null;
        }

        // An estimated prompt is a scale for its blocks, a counted one is not: as the accounts of reuse do it.
        var exact = request.TokenBlocks.TotalUnits > 0 && request.TokenBlocks.TotalUnits == request.PromptTokens;
        var scale = exact || request.PromptTokens <= 0 ? 1 : (double)prompt / request.PromptTokens;
        var predicted = Predicted(request, winner, prompt, scale);
        var reported = Reported(decision, winner, prompt);
        var delivered = Delivered(outcome, prompt);
        return new HitStrip(
            prompt,
            outcome?.PromptTokens is not null ? "counted by the engine" : exact ? "counted by the tokenizer" : "estimated from the text",
            HitParts.Of(request.Blocks, prompt),
            [predicted, reported, delivered],
            ScaleOf(request, prompt),
            VerdictOf(predicted.Tokens, reported.Tokens, delivered.Tokens));
    }

    private static HitBar Predicted(in DecidedRequest request, in DecisionCandidate winner, int prompt, double scale)
    {
        const string Hint = "By the router's own record of what it sent there, in blocks of the prompt's text";
        var blocks = request.Blocks;
        return blocks.Count == 0
            ? new HitBar("Predicted", Hint, null, "the prompt fills no block of text", "", 0)
            : new HitBar(
                "Predicted",
                Hint,
                Cut(Math.Round(request.ToTokens(winner.PredictedBlocks) * scale), prompt),
                "",
                $"{Figures.Count(winner.PredictedBlocks)} of {Figures.Count(blocks.Count)} blocks",
                (double)blocks.BlockSize / Math.Max(blocks.TotalUnits, 1));
    }

    private static HitBar Reported(RoutingDecision decision, in DecisionCandidate winner, int prompt)
    {
        const string Hint = "By the worker's KV events before the decision, in blocks of the prompt's tokens";
        var blocks = decision.Request.TokenBlocks;
        if (decision.WinnerReportedTokens is not { } tokens)
        {
            return new HitBar("Reported", Hint, null, blocks.Count == 0 ? "not known: the prompt's tokens were not known" : "not reported: the worker sends no KV events", "", 0);
        }

        var relied = winner.Trust is KvTrust.Trusted or KvTrust.CatchingUp ? "" : $", not relied on ({TrustChip.WordOf(winner.Trust)})";
        return new HitBar(
            "Reported", Hint, Cut(tokens, prompt), "", $"{Figures.Count(winner.ReportedBlocks)} of {Figures.Count(blocks.Count)} blocks{relied}", (double)blocks.BlockSize / prompt);
    }

    private static HitBar Delivered(DecisionOutcome? outcome, int prompt) => new(
        "Delivered",
        "What the engine says it had cached of the prompt when it answered",
        outcome?.CachedTokens is { } cached ? Cut(cached, prompt) : null,
        outcome is null ? "not known yet: still running" : "not reported by the engine",
        "",
        0);

    private static string ScaleOf(in DecidedRequest request, int prompt)
    {
        var text = request.Blocks is { Count: > 0, Unit: PrefixUnit.TextBytes } blocks
            ? $"Blocks of text have {Figures.Count(blocks.BlockSize)} bytes, about {Figures.Count((long)Math.Round((double)blocks.BlockSize * prompt / Math.Max(blocks.TotalUnits, 1)))} tokens here: the parts and what was predicted lie by their share of the text, an estimate."
            : "";
        var tokens = request.TokenBlocks.Count > 0 ? $"Blocks of tokens have {Figures.Count(request.TokenBlocks.BlockSize)}." : "";
        return $"{text} {tokens}".Trim();
    }

    private static string? VerdictOf(int? predicted, int? reported, int? delivered)
    {
        if (delivered is not { } had)
        {
            return null;
        }

        string[] parts = [.. new[] { ("predicted", predicted), ("reported", reported) }.Where(p => p.Item2 is not null).Select(p => Compare(p.Item1, p.Item2!.Value, had))];
        return parts.Length == 0 ? null : $"The engine had cached {string.Join(", ", parts)}.";
    }

    private static string Compare(string what, int expected, int had) => (had - expected) switch
    {
        0 => $"as much as {what}",
        > 0 and var more => $"{Figures.Count(more)} tokens more than {what}",
        var less => $"{Figures.Count(-less)} tokens less than {what}",
    };

    private static int Cut(double tokens, int prompt) => (int)Math.Clamp(tokens, 0, prompt);
}
