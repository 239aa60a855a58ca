using System.Net;
using System.Net.Sockets;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>
/// Turns names into addresses just before a connection is made: what a name stands for is only known then, and may have become an
/// address that no worker may have.
/// </summary>
internal static class KvHostNames
{
    /// <returns>The address with its host as a literal, or why there is none.</returns>
    public static async Task<(KvEventAddress? Address, string? Problem)> ResolveAsync(KvEventAddress address, bool allowPrivate, CancellationToken cancellationToken)
    {
        if (address.Listens)
        {
            return (address, null);
        }

        var host = address.ToUri().DnsSafeHost;
        if (IPAddress.TryParse(host, out var literal))
        {
            return (address with { Host = Write(literal) }, null);
        }

        try
        {
            foreach (var found in await Dns.GetHostAddressesAsync(host, cancellationToken))
            {
                if (WorkerAddressRules.Refuse(found, allowPrivate) is null)
                {
                    return (address with { Host = Write(found) }, null);
                }
            }

            return (null, $"'{host}' stands for no address that a worker may have");
        }
        catch (SocketException e)
        {
            return (null, $"'{host}' is not known: {e.SocketErrorCode}");
        }
    }

    private static string Write(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
