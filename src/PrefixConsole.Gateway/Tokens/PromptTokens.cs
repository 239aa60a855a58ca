using System.Security.Cryptography;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>
/// Finds a prompt's token ids where the configuration says. It never fails a request: without tokens the prompt is cut by text, and
/// the tokens of its start, when known, are enough to route by.
/// </summary>
internal sealed class PromptTokens(
    WorkerRegistry registry,
    ReportedCaches reported,
    WorkerTokenizer worker,
    TokenizerFiles files,
    TokenMemory memory,
    TokenRules rules,
    GatewayMetrics metrics,
    TimeProvider time)
{
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <param name="parsed">What was read of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="space">Whose prompt it is.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <param name="dryRun">Leave no trace: neither the ids nor how a worker took the question are remembered, and nothing is counted.</param>
    public async ValueTask<FoundTokens> FindAsync(
        ParsedRequest parsed, ReadOnlyMemory<byte> body, PrefixNamespace space, CancellationToken cancellationToken, bool dryRun = false)
    {
        if (parsed.TokenIds.Length > 0)
        {
            return new FoundTokens(parsed.TokenIds, true, new PromptTokenization(TokenOrigin.Request, TimeSpan.Zero));
        }

        // an adapter is tokenised as its base model, unless it has an entry of its own
        var named = rules.Knows(parsed.Model) || space.Adapter.Length == 0 || space.Model.Length == 0 ? parsed.Model : space.Model;
        var (source, timeout) = rules.Of(named);
        if (source is TokenSource.Auto)
        {
            source = AnyReports(parsed.Model) ? TokenSource.Worker : TokenSource.Text;
        }

        if (source is TokenSource.Text)
        {
            return FoundTokens.None(TimeSpan.Zero, null);
        }

        var started = time.GetTimestamp();
        var prompt = TokenPrompt.Of(parsed, body);
        var (found, outcome) = prompt is null ? (FoundTokens.None(default, "this form of prompt is cut by text"), TokenOutcome.Unsuited)
            : source is TokenSource.File ? FromFile(prompt, named)
            : await FromWorkerAsync(prompt, space, timeout, dryRun, cancellationToken);
        var took = time.GetElapsedTime(started);
        if (!dryRun)
        {
            metrics.Tokenized(source is TokenSource.File ? "file" : "worker", Tag(outcome), took);
        }

        return found with { How = found.How with { Time = took } };
    }

    private bool AnyReports(string model)
    {
        foreach (var candidate in registry.Workers)
        {
            if (candidate.Status is WorkerStatus.Ready && candidate.Served.Serves(model)
                && (candidate.Config.KvEvents is not null || !reported.Of(candidate).IsEmpty))
            {
                return true;
            }
        }

        return false;
    }

    private (FoundTokens Found, TokenOutcome Outcome) FromFile(TokenPrompt prompt, string model) =>
        files.Find(model)?.Encode(prompt) is { Length: > 0 } ids
            ? (new FoundTokens(ids, true, new PromptTokenization(TokenOrigin.File, default)), TokenOutcome.Answered)
            : (FoundTokens.None(default, "the local tokenizer has no template for this prompt"), TokenOutcome.Unsuited);

    private async ValueTask<(FoundTokens Found, TokenOutcome Outcome)> FromWorkerAsync(
        TokenPrompt prompt, PrefixNamespace space, TimeSpan timeout, bool dryRun, CancellationToken cancellationToken)
    {
        var keys = prompt.Keys(_seed, space);
        if (memory.TryFind(keys[^1], out var known, touch: !dryRun))
        {
            return (ByWorker(known, true, "remembered"), TokenOutcome.Remembered);
        }

        var (ids, outcome) = await worker.AskAsync(prompt, timeout, cancellationToken, dryRun);
        if (outcome is TokenOutcome.Answered)
        {
            if (!dryRun)
            {
                memory.Remember(keys[^1], ids);
            }

            return (ByWorker(ids, true, null), outcome);
        }

        for (var i = keys.Length - 2; i >= 0; i--)
        {
            if (memory.TryFind(keys[i], out var start, touch: !dryRun))
            {
                return (ByWorker(start, false, $"only its first {i + 1} of {keys.Length} messages, remembered: {Reason(outcome)}"), outcome);
            }
        }

        return (FoundTokens.None(default, Reason(outcome)), outcome);
    }

    private static FoundTokens ByWorker(int[] ids, bool complete, string? note) => new(ids, complete, new PromptTokenization(TokenOrigin.Worker, default, note));

    private static string Reason(TokenOutcome outcome) => outcome switch
    {
        TokenOutcome.TimedOut => "/tokenize did not answer in time",
        TokenOutcome.Unsupported => "the worker has no /tokenize for this",
        TokenOutcome.Refused => "the worker refused to tokenize it",
        TokenOutcome.NoWorker => "no worker to ask for tokens",
        _ => "/tokenize failed",
    };

    private static string Tag(TokenOutcome outcome) => outcome switch
    {
        TokenOutcome.Answered => "answered",
        TokenOutcome.Remembered => "remembered",
        TokenOutcome.Unsuited => "unsuited",
        TokenOutcome.NoWorker => "no_worker",
        TokenOutcome.TimedOut => "timed_out",
        TokenOutcome.Unsupported => "unsupported",
        TokenOutcome.Refused => "refused",
        _ => "failed",
    };
}
