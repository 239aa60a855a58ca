using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>
/// Asks workers for a prompt's tokens: the one with the least in flight first, another when it fails, all within one time limit. A
/// worker that failed is left alone for a while.
/// </summary>
internal sealed class WorkerTokenizer(WorkerRegistry registry, WorkerClient client, IOptions<TokensOptions> options, TimeProvider time) : IDisposable
{
    private const int MostAsked = 3;
    private const int MostIds = 4_000_000;

    /// <summary>An answer may have so many bytes per byte of its question: ids of up to 7 digits, formatted widely, for single bytes.</summary>
    private const int AnswerBytesPerByte = 16;
    private const int AnswerBytesAtLeast = 64 * 1024;
    private const int AnswerBytesAtMost = 64 * 1024 * 1024;

    private static readonly TimeSpan s_unsupportedPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_failurePause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrent);
    private readonly ConditionalWeakTable<Worker, Pause> _pauses = [];

    /// <summary>Ids only with <see cref="TokenOutcome.Answered"/>.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="timeout">For all of them together.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <param name="dryRun">Nobody is left alone for failing: a paste that is too much for a worker must not cost real requests their tokens.</param>
    public async ValueTask<(int[] Ids, TokenOutcome Outcome)> AskAsync(
        TokenPrompt prompt, TimeSpan timeout, CancellationToken cancellationToken, bool dryRun = false)
    {
        var workers = Willing(prompt);
        if (workers.Length == 0)
        {
            return ([], TokenOutcome.NoWorker);
        }

        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], TokenOutcome.TimedOut);
        }

        try
        {
            var outcome = TokenOutcome.NoWorker;
            foreach (var worker in workers)
            {
                (var ids, outcome) = await AskAsync(worker, prompt, timeout, dryRun, both.Token, cancellationToken);
                if (outcome is TokenOutcome.Answered or TokenOutcome.Refused or TokenOutcome.TimedOut)
                {
                    return (ids, outcome);
                }
            }

            return ([], outcome);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private Worker[] Willing(TokenPrompt prompt)
    {
        var now = time.GetTimestamp();
        return [.. registry.Workers
            .Where(w => w.Status is WorkerStatus.Ready && w.Served.Serves(prompt.Model) && !(prompt.IsChat && IsLlamaCpp(w)))
            .Where(w => !_pauses.TryGetValue(w, out var pause) || now >= pause.Until)
            .OrderBy(w => w.Load.InFlight)
            .Take(MostAsked)];
    }

    private async Task<(int[] Ids, TokenOutcome Outcome)> AskAsync(
        Worker worker, TokenPrompt prompt, TimeSpan timeout, bool dryRun, CancellationToken limited, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var question = IsLlamaCpp(worker) ? TokenQuestion.LlamaCpp(prompt) : TokenQuestion.Vllm(prompt);
            var address = worker.Config.Address.AbsoluteUri;
            using var request = new HttpRequestMessage(HttpMethod.Post, address.EndsWith('/') ? address + "tokenize" : address + "/tokenize");
            request.Content = new ByteArrayContent(question);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await client.Invoker.SendAsync(request, limited);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                return ([], NotOk(worker, response.StatusCode, dryRun));
            }

            var most = Math.Clamp((long)question.Length * AnswerBytesPerByte, AnswerBytesAtLeast, AnswerBytesAtMost);
            await response.Content.LoadIntoBufferAsync(most, limited);
            if (TokenReply.Parse(await response.Content.ReadAsByteArrayAsync(limited), MostIds) is { } ids)
            {
                return (ids, TokenOutcome.Answered);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // not its fault when others before it used up the time
            if (time.GetElapsedTime(started) >= timeout / 2)
            {
                Leave(worker, s_failurePause, dryRun);
            }

            return ([], TokenOutcome.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // said by the outcome
        }

        Leave(worker, s_failurePause, dryRun);
        return ([], TokenOutcome.Failed);
    }

    private TokenOutcome NotOk(Worker worker, HttpStatusCode status, bool dryRun)
    {
        switch (status)
        {
            case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented:
                Leave(worker, s_unsupportedPause, dryRun);
                return TokenOutcome.Unsupported;
            case >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError:
                return TokenOutcome.Refused;
            default:
                Leave(worker, s_failurePause, dryRun);
                return TokenOutcome.Failed;
        }
    }

    private void Leave(Worker worker, TimeSpan pause, bool dryRun)
    {
        if (!dryRun)
        {
            _pauses.AddOrUpdate(worker, new Pause(time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency)));
        }
    }

    private static bool IsLlamaCpp(Worker worker) =>
        (worker.Config.Engine is EngineKind.Auto ? worker.Metrics?.Engine : worker.Config.Engine) is EngineKind.LlamaCpp;

    private sealed record Pause(long Until);
}
