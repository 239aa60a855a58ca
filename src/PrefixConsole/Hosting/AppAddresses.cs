using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PrefixConsole.Hosting;

/// <summary>Where the two listeners really are; null until they are bound.</summary>
public sealed class AppAddresses
{
    private volatile Uri? _gateway;
    private volatile Uri? _console;

    public Uri? Gateway => _gateway;

    public Uri? Console => _console;

    /// <summary>Reads the bound addresses; the gateway's listener is configured first.</summary>
    internal void Read(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.ToArray() ?? [];
        if (addresses.Length >= 2)
        {
            _gateway = new Uri(addresses[0]);
            _console = new Uri(addresses[1]);
        }
    }
}
