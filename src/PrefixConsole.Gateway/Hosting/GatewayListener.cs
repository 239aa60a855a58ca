using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PrefixConsole.Gateway.Hosting;

/// <summary>The gateway's own listener. Requests that came through it carry a tag, so that routes of gateway and console never mix.</summary>
public sealed class GatewayListener
{
    private readonly ListenOptions _options;
    private readonly string _scheme;

    internal GatewayListener(ListenOptions options, string scheme)
    {
        _options = options;
        _scheme = scheme;
    }

    /// <summary>Where the gateway listens: with the real port once the server has started.</summary>
    public Uri Address
    {
        get
        {
            var endpoint = (IPEndPoint)_options.EndPoint;
            var host = IPAddress.IsLoopback(endpoint.Address) ? "localhost" : endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : new IPEndPoint(endpoint.Address, 0).ToString()[..^2];
            return new Uri($"{_scheme}://{host}:{endpoint.Port}");
        }
    }
}
