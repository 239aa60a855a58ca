using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Scheduling;
using Yarp.ReverseProxy.Forwarder;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>
/// One try at one worker. Takes the gateway's own and unsafe headers off the request; takes the response, or turns it down
/// before anything of it is sent when another worker may do better.
/// </summary>
internal sealed class ForwardAttempt(Exchange exchange, Func<ScheduleResult?> tryAnother) : HttpTransformer
{
    /// <summary>The worker to ask instead; null when this one's response was taken.</summary>
    public ScheduleResult? Next { get; private set; }

    /// <summary>Status of the response that was turned down for it; 0 while none was.</summary>
    public int TurnedDown { get; private set; }

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.Host = null;
        var ours = GatewayKeys.Of(httpContext) is not null;
        foreach (var (name, _) in httpContext.Request.Headers)
        {
            if (IsPrivate(name) || (ours && GatewayKeys.IsKeyHeader(name)))
            {
                headers.Remove(name);
            }
        }

        // what the client names in Connection is meant for this hop only (RFC 9110 §7.6.1)
        foreach (var line in httpContext.Request.Headers.Connection)
        {
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (httpContext.Request.Headers.ContainsKey(name))
                {
                    headers.Remove(name);
                }
            }
        }

        if (exchange.AddedUsage)
        {
            // the extra chunk is to be found again
            headers.Remove("Accept-Encoding");
        }

        headers.TryAddWithoutValidation(GatewayHeaders.RequestId, exchange.Entry.Id);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }

        if ((int)proxyResponse.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable
            && tryAnother() is { } another)
        {
            (Next, TurnedDown) = (another, (int)proxyResponse.StatusCode);
            return false;
        }

        exchange.Accepted = exchange.Current.Worker;
        exchange.Observer.Begin(proxyResponse, exchange.Current.Lease);
        if (exchange.AddedUsage && exchange.Observer.IsEventStream)
        {
            exchange.ResponseBody!.DropUsage();
        }

        var proxy = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var response = httpContext.Response.Headers;
        // and would take one of a worker's for the console's
        response.Remove("Set-Cookie");
        response[GatewayHeaders.DecisionId] = exchange.Entry.Id;
        if (exchange.Request.Demo || exchange.Request.Pinned is not null)
        {
            response[GatewayHeaders.Worker] = exchange.Current.Worker!.Id.Value;
        }

        return proxy;
    }

    private static bool IsPrivate(string name) =>
        name.StartsWith(GatewayHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("x-real-ip", StringComparison.OrdinalIgnoreCase)
        // Cookies know no ports: a browser that logged in to the console sends its session here too
        || name.Equals("cookie", StringComparison.OrdinalIgnoreCase)
        || name.Equals("expect", StringComparison.OrdinalIgnoreCase)
        || name.Equals(GatewayHeaders.RequestId, StringComparison.OrdinalIgnoreCase);
}
