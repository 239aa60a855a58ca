namespace PrefixConsole.Api;

/// <summary>Refuses writes that come from a foreign page.</summary>
internal sealed class SameOriginFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return reads || SameOrigin.Allows(request) ? await next(context) : Foreign();
    }

    public static IResult Foreign() => ApiProblem.Of(
        StatusCodes.Status403Forbidden, "cross_site", "Requests of other sites may not change anything here.");
}
