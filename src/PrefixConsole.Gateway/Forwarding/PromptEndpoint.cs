using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>A request for inference: read, decide, forward. Refusals before a decision are counted, those after it are in the log.</summary>
internal sealed class PromptEndpoint(
    RoutingRequestFactory requests,
    RequestScheduler scheduler,
    PromptForwarder forwarder,
    WorkerRegistry registry,
    WorkerPins pins,
    DecisionLog log,
    GatewayMetrics metrics,
    ReuseAccountant accountant,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, ApiKind api)
    {
        var arrival = time.GetTimestamp();
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RejectAsync(context, api, new ApiError(StatusCodes.Status405MethodNotAllowed, "Use POST here.", "method_not_allowed"));
            return;
        }

        if (!TryPin(context.Request, out var pinned))
        {
            await RejectAsync(context, api, RoutingErrors.InvalidPin());
            return;
        }

        try
        {
            var (body, error) = await RequestBodyReader.ReadAsync(context, options.CurrentValue.MaxRequestBytes);
            using (body)
            {
                if (error is not null || Parse(api, body!, out error) is not { } parsed)
                {
                    await RejectAsync(context, api, error!);
                    return;
                }

                if (GatewayKeys.Of(context) is { } key && !key.Allows(parsed.Model))
                {
                    // Not told apart from a model that does not exist, as OpenAI has it.
                    var model = parsed.Model;
                    parsed.Dispose();
                    await RejectAsync(context, api, RoutingErrors.UnknownModel(model));
                    return;
                }

                await RouteAsync(context, parsed, body!, arrival, pinned);
            }
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            metrics.Rejected(ApiPaths.Of(api), StatusCodes.Status499ClientClosedRequest);
        }
    }

    private static ParsedRequest? Parse(ApiKind api, PooledBuffer body, out ApiError? error) => RequestParser.Parse(api, body.Span, out error);

    /// <summary>False when the request names a pin that does not count.</summary>
    private bool TryPin(HttpRequest request, out WorkerId? worker)
    {
        worker = request.Headers.TryGetValue(GatewayHeaders.Pin, out var token) ? pins.Find(token.ToString()) : null;
        return worker is not null || token.Count == 0;
    }

    private async Task RouteAsync(HttpContext context, ParsedRequest parsed, PooledBuffer body, long arrival, WorkerId? pinned)
    {
        RoutingRequest request;
        NeutralPrefix neutral;
        int textBytes;
        using (parsed)
        {
            request = await requests.CreateAsync(context, parsed, body.Memory, time.GetElapsedTime(arrival), pinned);
            neutral = NeutralPrefix.Of(parsed, request, options.CurrentValue.TextBlockBytes);
            textBytes = parsed.TextOnly ? parsed.PrefixText.Length : 0;
        }

        var result = scheduler.Schedule(request);
        using var lease = result.Lease;
        var entry = log.Record(result.Decision);
        using var rewritten = AsksForUsage(parsed) ? UsageOption.Add(body.Span, parsed.StreamOptions) : null;
        using var observer = new ResponseObserver(time);
        var exchange = new Exchange
        {
            Context = context,
            Api = parsed.Api,
            Body = rewritten ?? body,
            Entry = entry,
            Arrival = arrival,
            Observer = observer,
            AddedUsage = rewritten is not null,
            TextBytes = textBytes,
            Current = result,
            Neutral = neutral,
            RemovedBefore = result.Worker is { } chosen ? accountant.RemovedBlocks(chosen) : 0,
        };
        if (result.Worker is not null)
        {
            await forwarder.ForwardAsync(exchange);
            return;
        }

        var error = RoutingErrors.NoWorker(result.Decision, registry);
        exchange.Status = error.Status;
        exchange.Error = error.Code;
        try
        {
            context.Response.Headers[GatewayHeaders.DecisionId] = entry.Id;
            await ApiErrorWriter.WriteAsync(context, error, exchange.Anthropic);
        }
        finally
        {
            forwarder.Complete(exchange);
        }
    }

    private bool AsksForUsage(ParsedRequest parsed) =>
        options.CurrentValue.AskWorkersForUsage
        && parsed is { Stream: true, IncludesUsage: false, Api: ApiKind.ChatCompletions or ApiKind.Completions };

    private async Task RejectAsync(HttpContext context, ApiKind api, ApiError error)
    {
        metrics.Rejected(ApiPaths.Of(api), error.Status);
        await ApiErrorWriter.WriteAsync(context, error, api is ApiKind.Messages);
    }
}
