using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api;

/// <summary>
/// While the console is bound to loopback: answers only requests whose Host header names loopback or a name of <see cref="ConsoleOptions.Hosts"/>
/// (any other that resolves to 127.0.0.1 is DNS rebinding), and lets no foreign page write or open a web socket.
/// </summary>
internal sealed class AllowLoopbackHosts(RequestDelegate next, IOptions<ConsoleOptions> options)
{
    private readonly bool _loopbackOnly = ListenerUrl.IsLoopback(options.Value.Url);
    private readonly HashSet<string> _names = new(options.Value.Hosts, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (_loopbackOnly && !ListenerUrl.IsLoopbackHost(request.Host.Host) && !_names.Contains(request.Host.Host))
        {
            return ApiProblem.Of(
                StatusCodes.Status400BadRequest, "foreign_host", "This console answers to localhost and the names in Console:Hosts only.").ExecuteAsync(context);
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var socket = context.WebSockets.IsWebSocketRequest || HttpMethods.IsConnect(request.Method);
        return (reads && !socket) || SameOrigin.Allows(request) ? next(context) : SameOriginFilter.Foreign().ExecuteAsync(context);
    }
}
