using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using Yarp.ReverseProxy.Forwarder;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>
/// Sends a request to the worker that was chosen and its answer to the client. While nothing has been sent to the client, a
/// worker that cannot be reached or says 429, 502 or 503 is replaced once by another; of a pinned request never.
/// </summary>
internal sealed partial class PromptForwarder(
    IHttpForwarder forwarder,
    WorkerClient client,
    RequestScheduler scheduler,
    WorkerHealth health,
    DecisionLog log,
    GatewayMetrics metrics,
    TokenEstimator estimator,
    ReuseAccountant accountant,
    PromptLinks links,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time,
    ILogger<PromptForwarder> logger)
{
    private const int MaxAttempts = 2;
    private const string Overload = "overload";
    private const string Unreachable = "unreachable";

    /// <summary>How long an error event may take to leave before its connection is cut.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(100);

    /// <summary>Forwards, and ends the exchange in the log however it went. Releases the worker's load.</summary>
    public async Task ForwardAsync(Exchange exchange)
    {
        var context = exchange.Context;
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var deferred = new DeferredAbort(lifetime);
        var clientBody = context.Response.Body;
        await using var observed = new ObservedBody(clientBody, exchange.Observer);
        exchange.ResponseBody = observed;
        context.Features.Set<IHttpRequestLifetimeFeature>(deferred);
        context.Response.Body = observed;
        context.Response.OnStarting(OnStarting, exchange);
        context.Request.Headers.Remove("Transfer-Encoding");
        context.Request.ContentLength = exchange.Body.Length;
        try
        {
            await TryAsync(exchange, deferred);
        }
        catch
        {
            // nothing that ends here may look like a success in the log
            var left = context.RequestAborted.IsCancellationRequested;
            exchange.Status ??= left ? StatusCodes.Status499ClientClosedRequest : StatusCodes.Status500InternalServerError;
            exchange.Error ??= left ? "client_closed_request" : "internal_error";
            throw;
        }
        finally
        {
            context.Response.Body = clientBody;
            context.Features.Set(lifetime);
            exchange.Current.Lease?.Dispose();
            Complete(exchange);
        }
    }

    /// <summary>Ends an exchange in the log and the metrics.</summary>
    public void Complete(Exchange exchange)
    {
        var observer = exchange.Observer;
        var usage = observer.Usage();
        var outcome = new DecisionOutcome
        {
            StatusCode = exchange.Status ?? exchange.Context.Response.StatusCode,
            Served = exchange.Served?.Id,
            Error = exchange.Error ?? (exchange.Context.Response.StatusCode >= 400 ? DecisionOutcome.WorkerStatus : null),
            TimeToFirstToken = observer.FirstByte is { } first ? time.GetElapsedTime(exchange.Arrival, first) : null,
            InterTokenLatency = observer.InterTokenLatency,
            Duration = time.GetElapsedTime(exchange.Arrival),
            PromptTokens = usage.Prompt,
            CompletionTokens = usage.Completion,
            CachedTokens = usage.Cached,
            Account = AccountOf(exchange, usage),
        };
        if (outcome.Succeeded && usage.Prompt is { } tokens)
        {
            estimator.Learn(exchange.Request.Model, exchange.TextBytes, tokens);
        }

        log.Complete(exchange.Entry, outcome);
        metrics.Completed(exchange.Request.Path, exchange.Entry, outcome);
    }

    /// <summary>Only what a worker accepted can have reused anything.</summary>
    private ReuseAccount? AccountOf(Exchange exchange, TokenUsage usage) =>
        exchange.Served is { } worker && exchange.Context.Response.StatusCode is >= 200 and < 300
            ? accountant.Settle(new ServedRequest(
                exchange.Request, exchange.Current.Decision, worker, exchange.Neutral, exchange.RemovedBefore, usage.Prompt, usage.Cached))
            : null;

    private Task OnStarting(object state)
    {
        // on 2xx only: a worker that refuses a prompt has not put it in its cache
        var exchange = (Exchange)state;
        exchange.Served = exchange.Accepted;
        if (exchange.Served is { } worker && exchange.Context.Response.StatusCode is >= 200 and < 300)
        {
            var request = exchange.Request;
            scheduler.RecordServed(request, worker);
            links.Record(request.Blocks, request.TokenBlocks, request.PromptTokens, request.Namespace);
        }

        return Task.CompletedTask;
    }

    private async Task TryAsync(Exchange exchange, DeferredAbort deferred)
    {
        var context = exchange.Context;
        while (true)
        {
            var worker = exchange.Current.Worker!;
            var attempt = new ForwardAttempt(exchange, () => Another(exchange, Overload));
            using var invoker = client.For(exchange.Body.Memory);
            var config = new ForwarderRequestConfig
            {
                ActivityTimeout = options.CurrentValue.ActivityTimeout,
                AllowResponseBuffering = false,
                Version = System.Net.HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            var result = await forwarder.SendAsync(context, worker.Config.Address.AbsoluteUri, invoker, config, attempt);
            if (result is ForwarderError.None)
            {
                if (attempt.Next is { } next)
                {
                    Switch(exchange, next, AttemptFailure.Answered(attempt.TurnedDown));
                    continue;
                }

                await exchange.ResponseBody!.CompleteAsync(context.RequestAborted);
                return;
            }

            if (context.RequestAborted.IsCancellationRequested)
            {
                exchange.Status = StatusCodes.Status499ClientClosedRequest;
                exchange.Error = "client_closed_request";
                deferred.AbortNow();
                return;
            }

            var cause = context.GetForwarderErrorFeature()?.Exception;
            var timedOut = WorkerFailure.IsSilence(result, cause);
            LogFailed(exchange.Entry.Id, worker.Id.Value, result, cause);
            if (WorkerFailure.IsUnreachable(cause))
            {
                health.Unreachable(worker, cause!);
            }

            if (context.Response.HasStarted)
            {
                await InterruptAsync(exchange, deferred, timedOut ? RoutingErrors.TimedOut() : RoutingErrors.Interrupted());
                return;
            }

            if (!timedOut && Another(exchange, Unreachable) is { } other)
            {
                Switch(exchange, other, WorkerFailure.IsUnreachable(cause) ? AttemptFailure.Unreachable : AttemptFailure.Disconnected);
                continue;
            }

            await FailAsync(exchange, timedOut ? RoutingErrors.TimedOut() : RoutingErrors.Unreachable());
            return;
        }
    }

    private ScheduleResult? Another(Exchange exchange, string reason)
    {
        var request = exchange.Request;
        if (request.Attempt >= MaxAttempts || request.Pinned is not null)
        {
            return null;
        }

        var result = scheduler.Schedule(RoutingRequestFactory.Again(request, exchange.Current.Worker!.Id));
        if (result.Worker is null)
        {
            return null;
        }

        metrics.Retried(reason);
        return result;
    }

    private void Switch(Exchange exchange, ScheduleResult next, AttemptFailure failure)
    {
        exchange.Current.Lease?.Dispose();
        exchange.Current = next;
        exchange.RemovedBefore = accountant.RemovedBlocks(next.Worker!);
        exchange.Accepted = null;
        exchange.Observer.Reset();
        exchange.Context.Response.Clear();
        log.Retry(exchange.Entry, next.Decision, failure);
    }

    /// <summary>Nothing was sent yet: the client gets a proper error.</summary>
    private static async Task FailAsync(Exchange exchange, ApiError error)
    {
        exchange.Accepted = null;
        exchange.Error = error.Code;
        exchange.Observer.Reset();
        exchange.Context.Response.Clear();
        exchange.Context.Response.Headers[GatewayHeaders.DecisionId] = exchange.Entry.Id;
        await ApiErrorWriter.WriteAsync(exchange.Context, error, exchange.Anthropic);
        exchange.Observer.Reset();
    }

    /// <summary>A part of the answer was sent: the client is told by an event, where it reads events, and by a transfer without end.</summary>
    private async Task InterruptAsync(Exchange exchange, DeferredAbort deferred, ApiError error)
    {
        exchange.Error = error.Code;
        exchange.Status = error.Status;
        if (exchange.Observer.IsEventStream)
        {
            using var patience = new CancellationTokenSource(s_lastWords * 10, time);
            try
            {
                var body = exchange.ResponseBody!;
                await body.WriteLastAsync(ApiErrorWriter.ServerSentEvent(error, exchange.Anthropic), patience.Token);

                // the server reports bytes as flushed before the socket has them
                await Task.Delay(s_lastWords, time, patience.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // the client is gone or does not read
            }
        }

        deferred.AbortNow();
    }

    [LoggerMessage(1, LogLevel.Warning, "Request {Id}: worker {Worker} failed ({Error})", EventName = "WorkerFailed")]
    private partial void LogFailed(string id, string worker, ForwarderError error, Exception? exception);
}
