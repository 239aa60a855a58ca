using System.Net;
using System.Net.Sockets;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>
/// Which addresses a worker may have. Link-local and unspecified addresses and cloud metadata services never; loopback and private
/// networks when the configuration allows them. Names are not resolved here: whoever connects checks each resolved address with
/// <see cref="Refuse(IPAddress, bool)"/>, because a name may resolve to something else by then.
/// </summary>
public static class WorkerAddressRules
{
    private static readonly IPNetwork[] s_never =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("::/128"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
        IPNetwork.Parse("fd00:ec2::/32"),
    ];

    private static readonly IPNetwork[] s_private =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fec0::/10"),
    ];

    // Translation prefix whose last 32 bits are an IPv4 address (RFC 6052).
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly string[] s_metadataNames =
        ["metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal"];

    /// <summary>Null when a worker may be there, else the reason in words.</summary>
    public static string? Refuse(IPAddress address, bool allowPrivate)
    {
        var plain = Unwrap(address);
        if (Array.Exists(s_never, n => n.Contains(plain)))
        {
            return "must not be a link-local, metadata, multicast or unspecified address";
        }

        return !allowPrivate && Array.Exists(s_private, n => n.Contains(plain)) ? NotPrivate : null;
    }

    /// <summary>The same for an address as written.</summary>
    public static string? Refuse(Uri address, bool allowPrivate)
    {
        if (Literal(address) is { } ip)
        {
            return Refuse(ip, allowPrivate);
        }

        var host = address.IdnHost.TrimEnd('.');
        if (Array.Exists(s_metadataNames, n => n.Equals(host, StringComparison.OrdinalIgnoreCase)))
        {
            return "must not be a metadata service";
        }

        return !allowPrivate && IsLoopbackName(host) ? NotPrivate : null;
    }

    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>The IP address a Uri spells out, without IPv4 wrapped in IPv6; null for a name.</summary>
    internal static IPAddress? Literal(Uri address) =>
        address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && IPAddress.TryParse(address.DnsSafeHost, out var ip)
            ? Unwrap(ip)
            : null;

    private const string NotPrivate = "must not be a loopback or private address while Gateway:AllowPrivateWorkers is false";

    /// <summary>Without the IPv6 around an IPv4 address.</summary>
    internal static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();

        // "::a.b.c.d" is the deprecated compatible form; :: and ::1 are themselves.
        var compatible = bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 3).IndexOfAnyExcept((byte)0) >= 0;
        return compatible || s_nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12)) : address;
    }
}
