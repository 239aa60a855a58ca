using PrefixConsole.Operations;

namespace PrefixConsole.Api;

/// <summary>Answers 403 when an act was refused beyond what the route itself asks for.</summary>
internal sealed class NotAllowedFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NotAllowedException refused)
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, "not_allowed", refused.Message);
        }
    }
}
