using System.Security.Claims;
using Microsoft.Extensions.Options;
using PrefixConsole.Access;

namespace PrefixConsole.Live;

/// <summary>
/// Counts what each user or token has open, tabs of the console and connections to the hub together: each costs memory for as long as it is
/// open, and a script that forgets to close them must not take it from the others. Bounded by the users there are.
/// </summary>
public sealed class OpenConnections(IOptionsMonitor<AccessOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string? Kind, string? Name), int> _open = [];

    /// <summary>Most that one may have.</summary>
    public int Limit => options.CurrentValue.ConnectionsPerUser;

    /// <summary>What to tell who has too many.</summary>
    public string Message => FormattableString.Invariant(
        $"you already have as many tabs and hub connections open as one user may have: {Limit} (Access:ConnectionsPerUser); close one and try again");

    /// <summary>A place to dispose of when the connection ends; null when all are taken.</summary>
    public IDisposable? Take(ClaimsPrincipal? user)
    {
        var key = (user?.Identity?.AuthenticationType, user?.Identity?.Name);
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(key);
            if (open >= Limit)
            {
                return null;
            }

            _open[key] = open + 1;
            return new Place(this, key);
        }
    }

    private void Leave((string? Kind, string? Name) key)
    {
        lock (_gate)
        {
            if (--_open[key] == 0)
            {
                _open.Remove(key);
            }
        }
    }

    private sealed class Place(OpenConnections all, (string? Kind, string? Name) key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                all.Leave(key);
            }
        }
    }
}
