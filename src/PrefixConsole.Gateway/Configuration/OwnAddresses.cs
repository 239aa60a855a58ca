using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>
/// Where this process listens, so that no worker address can point back at it: a request forwarded to ourselves would loop, and
/// the console must not be reachable through the gateway. Starts with the configured ports; <see cref="Set"/> puts the real ones.
/// </summary>
public sealed class OwnAddresses
{
    private readonly Lazy<ImmutableHashSet<IPAddress>> _local = new(FindLocal);
    private ImmutableHashSet<int> _ports;

    /// <param name="urls">Listener addresses; those with port 0 or unreadable ones count for nothing.</param>
    public OwnAddresses(params IEnumerable<string> urls)
    {
        _ports = [.. urls.Select(u => ListenerUrl.Parse(u)?.Port ?? 0).Where(p => p > 0)];
    }

    public ImmutableHashSet<int> Ports => Volatile.Read(ref _ports);

    /// <summary>Replaces the ports once the listeners are bound.</summary>
    public void Set(IEnumerable<int> ports) => Volatile.Write(ref _ports, [.. ports]);

    /// <summary>True when a request to <paramref name="address"/> would come back to this process, as far as can be told without asking DNS.</summary>
    public bool Contains(Uri address) => Ports.Contains(address.Port) && IsThisMachine(address);

    /// <summary>The same for what a name turned out to stand for.</summary>
    internal bool Contains(IPAddress address, int port) => Ports.Contains(port) && IsThisMachine(WorkerAddressRules.Unwrap(address));

    private bool IsThisMachine(IPAddress address) => IPAddress.IsLoopback(address) || _local.Value.Contains(address);

    private bool IsThisMachine(Uri address)
    {
        if (WorkerAddressRules.Literal(address) is { } ip)
        {
            return IsThisMachine(ip);
        }

        var host = address.IdnHost.TrimEnd('.');
        return WorkerAddressRules.IsLoopbackName(host) || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);
    }

    private static ImmutableHashSet<IPAddress> FindLocal()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address)];
        }
        catch (NetworkInformationException)
        {
            // Not allowed to list interfaces: loopback is still known.
            return [];
        }
    }
}
