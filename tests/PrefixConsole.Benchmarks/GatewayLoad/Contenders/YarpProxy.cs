using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace PrefixConsole.Benchmarks.GatewayLoad.Contenders;

/// <summary>YARP with one route and one destination: as its documentation sets it up, but for the settings named.</summary>
internal static class YarpProxy
{
    public const string Verb = "yarp-proxy";

    public static Command CreateCommand()
    {
        var backend = new Argument<string>("backend");
        var settings = new Option<string>("--settings") { DefaultValueFactory = _ => "" };
        var command = new Command(Verb) { backend, settings };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(backend)!, parsed.GetValue(settings)!.Split(','), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string backend, string[] settings, CancellationToken cancellationToken)
    {
        var builder = settings.Contains(YarpSettings.BareHost) ? Bare() : WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = !settings.Contains(YarpSettings.NoServerHeader);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = settings.Contains(YarpSettings.InlineScheduling);
            sockets.WaitForDataBeforeAllocatingBuffer = !settings.Contains(YarpSettings.NoWaitForData);
        });
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "echo", Match = new RouteMatch { Path = "{**all}" } }],
                [new ClusterConfig { ClusterId = "echo", Destinations = new Dictionary<string, DestinationConfig> { ["echo"] = new() { Address = backend } } }])
            .AddTransforms(transforms =>
            {
                if (settings.Contains(YarpSettings.NoForwarded))
                {
                    transforms.UseDefaultForwarders = false;
                }
            });
        if (settings.Contains(YarpSettings.NoPropagator))
        {
            builder.Services.AddSingleton<IForwarderHttpClientFactory, QuietClientFactory>();
        }

        await using var app = builder.Build();
        app.MapReverseProxy();
        await ChildProcess.ServeAsync(app, cancellationToken);
        return Verbs.Done;
    }

    private static WebApplicationBuilder Bare()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        return builder;
    }

    private sealed class QuietClientFactory : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        });
    }
}
