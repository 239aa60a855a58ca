using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using PrefixConsole.Api;
using PrefixConsole.Operations;

namespace PrefixConsole.Access;

/// <summary>Answers programs with 401 or 403 as a problem document and people with the login page; writes refused attempts to change something, or to see what few may, down.</summary>
internal sealed class AccessAnswers(Acts acts) : IAuthorizationMiddlewareResultHandler
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
        if (writes || IsSecret(context.Request.Path))
        {
            var remote = Actor.RemoteOf(context);
            var actor = Actor.Of(context.User, "API " + remote);
            await acts.RefuseAsync(actor, known ? "name " + actor.Name : remote, "access.refused", $"{context.Request.Method} {context.Request.Path}");
        }

        if (IsForPrograms(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = known ? default : "Bearer";
            var problem = context.Items.ContainsKey(TokenHandler.Expired)
                ? ApiProblem.Of(StatusCodes.Status401Unauthorized, "token_expired", "This API token has expired. Ask an administrator for another.")
                : known
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

    private static bool IsSecret(PathString path) =>
        path.StartsWithSegments("/api/audit", StringComparison.Ordinal) || path.StartsWithSegments("/api/tokens", StringComparison.Ordinal);

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        || request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}
