using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Hosting;

namespace PrefixConsole.Hosting;

internal static class ListenerExtensions
{
    /// <summary>Two Kestrel listeners in one host: the gateway's first, then the console's.</summary>
    public static void AddListeners(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        // Reading the options here checks them before Kestrel trips over an address.
        var gateway = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var console = kestrel.ApplicationServices.GetRequiredService<IOptions<ConsoleOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.ListenGateway(gateway.Url);
        kestrel.ListenOn(console.Url);
    });

    /// <summary>
    /// No trace activity and no logging scope for each request while nobody collects traces: they took some 4 % of the CPU time of
    /// a small request. A trace collector switches the activities on again; so does a level for this category in <c>Logging:LogLevel</c>.
    /// </summary>
    public static void OmitRequestScopes(this ILoggingBuilder logging) => logging.Services.Configure<LoggerFilterOptions>(
        // first, so that the configuration has the last word
        static filter => filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null)));

    /// <summary>Requests of the gateway's listener take a pipeline and a route table of their own.</summary>
    public static void UseGatewayListener(this WebApplication app) =>
        app.MapWhen(static context => context.IsGateway(), static branch =>
        {
            // WebApplication shares one route table with all branches through this property; without it the branch gets its own.
            branch.Properties.Remove("__GlobalEndpointRouteBuilder");
            branch.UseRouting();
            branch.UseEndpoints(static endpoints => endpoints.MapPrefixGateway());
        });
}
