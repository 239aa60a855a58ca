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

    /// <summary>Where the gateway listens: with the real port once the server has started; loopback when it listens everywhere.</summary>
    public Uri Address
    {
        get
        {
            var endpoint = (IPEndPoint)_options.EndPoint;
            var wildcard = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);
            return new Uri($"{_scheme}://{new IPEndPoint(wildcard ? IPAddress.Loopback : endpoint.Address, endpoint.Port)}");
        }
    }
}
