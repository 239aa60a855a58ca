using PrefixConsole.Api;
using PrefixConsole.Components;
using PrefixConsole.Live;
using Scalar.AspNetCore;

namespace PrefixConsole.Hosting;

internal static class ConsolePipelineExtensions
{
    public static void UseConsole(this WebApplication app)
    {
        app.UseMiddleware<RefuseWhileStopping>();
        app.UseAllowLoopbackHosts();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapAdminApi();
        app.MapTelemetryHub();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapScalarApiReference("/api-docs", o => o.WithTitle("PrefixConsole admin API").WithOpenApiRoutePattern("/api/openapi/{documentName}.json").DisableDefaultFonts().HideDeveloperTools().DisableAgent());
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
