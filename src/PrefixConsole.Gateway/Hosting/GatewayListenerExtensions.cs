using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Hosting;

/// <summary>Gateway and console are two listeners of one host; these tell them apart.</summary>
public static class GatewayListenerExtensions
{
    /// <summary>Listens for the gateway on <paramref name="url"/>; port 0 takes a free port of 127.0.0.1.</summary>
    public static GatewayListener ListenGateway(this KestrelServerOptions kestrel, string url)
    {
        GatewayListener? listener = null;
        kestrel.ListenOn(url, listen =>
        {
            listen.Use(next => connection =>
            {
                connection.Features.Set<IGatewayListenerTag>(ListenerTag.Instance);
                return next(connection);
            });
            listener = new GatewayListener(listen, ListenerUrl.Parse(url)!.Scheme);
        });
        return listener!;
    }

    /// <summary>Listens on an address as the configuration spells it; port 0 takes a free port of 127.0.0.1.</summary>
    /// <exception cref="ArgumentException"><paramref name="url"/> is not an address.</exception>
    public static void ListenOn(this KestrelServerOptions kestrel, string url, Action<ListenOptions>? configure = null)
    {
        var address = ListenerUrl.Parse(url) ?? throw new ArgumentException($"'{url}' is not an address to listen on", nameof(url));
        void Configure(ListenOptions listen)
        {
            // TLS first: it is the outermost layer of the connection
            if (address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            {
                listen.UseHttps();
            }

            configure?.Invoke(listen);
        }

        if (ListenerUrl.IsLocalName(address.Host))
        {
            // Kestrel cannot find one free port for both loopback addresses
            if (address.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0, Configure);
            }
            else
            {
                kestrel.ListenLocalhost(address.Port, Configure);
            }
        }
        else if (ListenerUrl.AddressOf(address.Host) is { } ip)
        {
            kestrel.Listen(ip, address.Port, Configure);
        }
        else
        {
            // "*", "+" and, as with Kestrel's own addresses, any other name
            kestrel.ListenAnyIP(address.Port, Configure);
        }
    }

    /// <summary>The request came in through the gateway's listener.</summary>
    public static bool IsGateway(this HttpContext context) => context.Features.Get<IGatewayListenerTag>() is not null;
}
