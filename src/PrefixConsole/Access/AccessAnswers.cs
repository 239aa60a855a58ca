using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using PrefixConsole.Api;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Access;

/// <summary>Answers programs with 401 or 403 as a problem document and people with the login page; writes refused attempts to change something down.</summary>
internal sealed class AccessAnswers(Acts acts, RefusalLimit limit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var known = context.User.Identity is { IsAuthenticated: true };
        var writes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        if (writes && (known || limit.Allows(Actor.RemoteOf(context))))
        {
            var actor = Actor.Of(context.User, "API " + Actor.RemoteOf(context));
            await acts.RecordAsync(actor, "access.refused", $"{context.Request.Method} {context.Request.Path}", new ActReport(AuditResults.Refused));
        }

        if (IsForPrograms(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = known ? default : "Bearer";
            var problem = known
                ? ApiProblem.Of(StatusCodes.Status403Forbidden, "not_allowed", "This user or token may not do that.")
                : ApiProblem.Of(StatusCodes.Status401Unauthorized, "not_logged_in", "Log in, or send an API token: Authorization: Bearer pfx_…");
            await problem.ExecuteAsync(context);
            return;
        }

        if (known)
        {
            // Not the scheme's own answer, which would send a logged-in person in circles.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("Your role may not see this.", context.RequestAborted);
            return;
        }

        await _default.HandleAsync(next, context, policy, authorizeResult);
    }

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}
