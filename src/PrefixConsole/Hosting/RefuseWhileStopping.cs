namespace PrefixConsole.Hosting;

/// <summary>
/// Answers 503 once the host is stopping. A stop closes the circuits first; a browser reconnects within milliseconds, before the
/// listener is gone, and that new connection would hold the stop until its limit.
/// </summary>
internal sealed class RefuseWhileStopping(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
