using Microsoft.Extensions.Options;
using PrefixConsole.Access;
using PrefixConsole.Api;
using PrefixConsole.Components;
using PrefixConsole.Live;
using Scalar.AspNetCore;

namespace PrefixConsole.Hosting;

internal static class ConsolePipelineExtensions
{
    /// <summary>Scalar's own greys and syntax colours are too light for WCAG AA on its backgrounds.</summary>
    private const string ScalarColours =
        ".light-mode { --scalar-color-3: #55626f; --scalar-color-green: #00643f; --scalar-color-blue: #00579a; --scalar-color-orange: #9a3c00; --scalar-color-yellow: #7a5600; --scalar-color-red: #b01513; } "
        + ".dark-mode { --scalar-color-3: #9fadba; --scalar-color-red: #ff8a80; --scalar-color-purple: #b79cff; }";

    public static void UseConsole(this WebApplication app)
    {
        app.UseMiddleware<RefuseWhileStopping>();
        app.UseTrustedProxies();
        app.UseGuardHeaders();
        app.UseAllowLoopbackHosts();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLogin();
        app.MapAdminApi();
        app.MapTelemetryHub();
        var metrics = app.MapPrometheusScrapingEndpoint("/metrics");
        if (app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.AnonymousMetrics)
        {
            metrics.AllowAnonymous();
        }

        app.MapScalarApiReference("/api-docs", o => o.WithTitle("PrefixConsole admin API").WithOpenApiRoutePattern("/api/openapi/{documentName}.json").DisableDefaultFonts().HideDeveloperTools().DisableAgent()
            .WithCustomCss(ScalarColours)
            // It names no language.
            .AddHeadContent("<script>document.documentElement.lang = 'en'</script>"));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
