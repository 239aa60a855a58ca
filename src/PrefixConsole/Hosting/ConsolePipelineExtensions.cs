using PrefixConsole.Api;
using PrefixConsole.Components;
using PrefixConsole.Live;
using Scalar.AspNetCore;

namespace PrefixConsole.Hosting;

internal static class ConsolePipelineExtensions
{
    public static void UseConsole(this WebApplication app)
    {
        app.UseAdminApiGuards();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapAdminApi();
        app.MapHub<TelemetryHub>(TelemetryHub.Path);
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/api-docs", o => o.WithTitle("PrefixConsole API"));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
