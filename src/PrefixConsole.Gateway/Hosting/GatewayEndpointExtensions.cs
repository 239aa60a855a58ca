using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Hosting;

public static class GatewayEndpointExtensions
{
    /// <summary>
    /// The data plane's routes; anything else answers 404 in OpenAI's form. Map them only where
    /// <see cref="GatewayListenerExtensions.IsGateway"/> holds.
    /// </summary>
    public static void MapPrefixGateway(this IEndpointRouteBuilder routes)
    {
        var prompts = routes.ServiceProvider.GetRequiredService<PromptEndpoint>();
        var models = routes.ServiceProvider.GetRequiredService<ModelsEndpoint>();
        var keys = routes.ServiceProvider.GetRequiredService<GatewayKeys>();
        var health = routes.ServiceProvider.GetRequiredService<HealthEndpoint>();
        foreach (var api in Enum.GetValues<ApiKind>())
        {
            MapWithKey(ApiPaths.Of(api), c => prompts.HandleAsync(c, api), api is ApiKind.Messages);
        }

        MapWithKey("/v1/models", models.ListAsync);
        MapWithKey("/v1/models/{**id}", c => models.GetAsync(c, c.GetRouteValue("id") as string ?? ""));
        Map("/health/live", health.LiveAsync);
        Map("/health/ready", health.ReadyAsync);
        Map("/{**path}", NotFoundAsync);

        void MapWithKey(string pattern, RequestDelegate handler, bool anthropic = false) =>
            Map(pattern, c => keys.Admit(c) ? handler(c) : ApiErrorWriter.WriteAsync(c, RoutingErrors.NoKey(), anthropic));

        // all methods: a wrong one is answered in the API's own form
        void Map(string pattern, RequestDelegate handler) => routes.Map(pattern, handler);
    }

    private static Task NotFoundAsync(HttpContext context) => ApiErrorWriter.WriteAsync(
        context,
        new ApiError(StatusCodes.Status404NotFound, $"Unknown path: {context.Request.Method} {context.Request.Path}", "unknown_path"),
        anthropic: false);
}
