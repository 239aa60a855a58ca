using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PrefixConsole.Live;

/// <summary>The place of one tab among what its user has open: taken while its browser is connected. One per circuit.</summary>
public sealed class TabPlace(OpenConnections connections, AuthenticationStateProvider users) : CircuitHandler, IDisposable
{
    private IDisposable? _place;

    /// <summary>Raised on the circuit's own context when <see cref="IsRefused"/> may have changed.</summary>
    public event Action? Changed;

    /// <summary>All places of the user were taken: the tab shows nothing but that.</summary>
    public bool IsRefused { get; private set; }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => TakeAsync();

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Takes a place if there is one by now.</summary>
    public async Task TakeAsync()
    {
        var user = (await users.GetAuthenticationStateAsync()).User;
        _place ??= connections.Take(user);
        IsRefused = _place is null;
        Changed?.Invoke();
    }

    public void Dispose()
    {
        _place?.Dispose();
        _place = null;
    }
}
