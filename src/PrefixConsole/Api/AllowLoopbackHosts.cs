using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>
/// While the console is bound to loopback: answers only requests whose Host header names loopback (a foreign name that resolves
/// to 127.0.0.1 is DNS rebinding), and lets no foreign page write or open a web socket.
/// </summary>
internal sealed class AllowLoopbackHosts(RequestDelegate next, IOptions<ConsoleOptions> options)
{
    private readonly bool _loopbackOnly = ListenerUrl.IsLoopback(options.Value.Url);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (_loopbackOnly && !ListenerUrl.IsLoopbackHost(request.Host.Host))
        {
            return ApiProblem.Of(
                StatusCodes.Status400BadRequest, "foreign_host", "This console answers to localhost only.").ExecuteAsync(context);
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var socket = context.WebSockets.IsWebSocketRequest || HttpMethods.IsConnect(request.Method);
        return (reads && !socket) || SameOrigin.Allows(request) ? next(context) : SameOriginFilter.Foreign().ExecuteAsync(context);
    }
}
