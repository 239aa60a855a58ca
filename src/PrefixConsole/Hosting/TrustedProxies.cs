using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Hosting;

/// <summary>Whom the console believes where a request came from, and whether over TLS.</summary>
internal static class TrustedProxies
{
    /// <remarks>Before everything that asks for the address (audit, log-in limit) or the scheme (cookies, redirects).</remarks>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ConsoleOptions>>().Value.TrustedProxies;
        if (proxies.Length == 0)
        {
            // The middleware believes everybody when it is told of nobody.
            return;
        }

        // Through any number of them: it stops at the first address that is not one of theirs.
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            forwarded.KnownIPNetworks.Add(ProxyNetwork.Parse(proxy)!.Value);
        }

        app.UseForwardedHeaders(forwarded);
    }
}
