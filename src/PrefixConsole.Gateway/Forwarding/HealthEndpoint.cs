using Microsoft.AspNetCore.Http;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Health of the gateway itself: alive always, ready when some worker can take a request.</summary>
internal sealed class HealthEndpoint(WorkerRegistry registry)
{
    public Task LiveAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new { status = "live" }, context.RequestAborted);

    public Task ReadyAsync(HttpContext context)
    {
        var workers = registry.Workers;
        var ready = workers.Count(w => w.Status is WorkerStatus.Ready);
        if (ready > 0)
        {
            return context.Response.WriteAsJsonAsync(new { status = "ready", ready, workers = workers.Length }, context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        var reason = workers.IsEmpty ? "no workers are registered" : "no worker is ready";
        return context.Response.WriteAsJsonAsync(new { status = "not ready", reason, ready, workers = workers.Length }, context.RequestAborted);
    }
}
