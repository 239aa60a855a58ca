using System.Net;
using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Addresses to listen on, as Kestrel understands them (<c>http://localhost:8000</c>, <c>http://*:8000</c>).</summary>
public static class ListenerUrl
{
    /// <summary>Null when the address can be listened on, else the reason in words.</summary>
    public static string? Check(string? url)
    {
        if (Parse(url) is not { } address)
        {
            return "must be an absolute http or https address such as http://localhost:8000";
        }

        return address.PathBase.Length > 0 ? "must not have a path" : null;
    }

    public static BindingAddress? Parse(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        try
        {
            var address = BindingAddress.Parse(url);
            var known = address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
                || address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
            return known && address.Port is >= 0 and <= 65535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether only this machine reaches a listener on the address. Decided from what <see cref="AddressOf"/> binds to, so that the two
    /// cannot disagree.
    /// </summary>
    public static bool IsLoopback(string? url) => Parse(url) is { } address && IsLoopbackHost(address.Host);

    /// <summary>"localhost", names below it, 127.0.0.0/8 and ::1.</summary>
    public static bool IsLoopbackHost(string? host) =>
        !string.IsNullOrEmpty(host) && (IsLocalName(host) || (AddressOf(host) is { } ip && IPAddress.IsLoopback(ip)));

    /// <summary>The name has both loopback addresses: "localhost" and all names below it (RFC 6761), with or without the root's dot.</summary>
    internal static bool IsLocalName(string host)
    {
        var name = NameOf(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The one address to bind to; null for names.</summary>
    internal static IPAddress? AddressOf(string host) => IPAddress.TryParse(NameOf(host), out var ip) ? ip : null;

    private static string NameOf(string host) => host.Trim('[', ']').TrimEnd('.');
}
