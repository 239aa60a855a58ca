using System.Net;
using System.Net.Sockets;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Addresses of reverse proxies, as <see cref="ConsoleOptions.TrustedProxies"/> names them.</summary>
public static class ProxyNetwork
{
    /// <summary>What is wrong with a text that <see cref="Parse"/> does not take.</summary>
    public const string Shape = "must be an address such as 10.0.0.5, or a network such as 10.0.0.0/8 that is not everybody";

    /// <summary>The network, of one address for an address; null for anything else, and for the network of all addresses.</summary>
    public static IPNetwork? Parse(string? text)
    {
        var parts = (text ?? "").Split('/', 2);

        // Not "10.5" nor "7", which the parser reads as addresses too.
        if (!IPAddress.TryParse(parts[0], out var address) || (address.AddressFamily != AddressFamily.InterNetworkV6 && parts[0].Count(c => c == '.') != 3))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);
        }

        return IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;
    }
}
