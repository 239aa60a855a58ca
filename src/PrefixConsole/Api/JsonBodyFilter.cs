using Microsoft.AspNetCore.Http.Features;

namespace PrefixConsole.Api;

/// <summary>A write has a JSON body, MessagePack where the route takes that, or none: a form of a foreign page has neither.</summary>
internal sealed class JsonBodyFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var canHaveBody = context.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
        var allowed = request.HasJsonContentType()
            || (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<BatchBodies>() is not null && BatchBodies.IsMessagePack(request));
        return canHaveBody && request.ContentLength != 0 && !HttpMethods.IsGet(request.Method) && !allowed
            ? ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "not_json", "The content type must be application/json.")
            : await next(context);
    }
}
