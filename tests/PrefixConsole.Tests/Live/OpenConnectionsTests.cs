using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using PrefixConsole.Access;
using PrefixConsole.Live;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Live;

public sealed class OpenConnectionsTests
{
    private readonly ChangingOptions<AccessOptions> _options = new(new AccessOptions { ConnectionsPerUser = 2 });

    [Fact]
    public void Take_AsManyAsAllowed_EachUserForItself()
    {
        var connections = new OpenConnections(_options);
        var first = connections.Take(User("ada"));
        Assert.NotNull(first);
        Assert.NotNull(connections.Take(User("ada")));

        Assert.Null(connections.Take(User("ada")));
        Assert.NotNull(connections.Take(User("bob")));
        // A token of the same name is another.
        Assert.NotNull(connections.Take(User("ada", AccessSchemes.Token)));

        first.Dispose();
        first.Dispose();
        Assert.NotNull(connections.Take(User("ada")));
        Assert.Null(connections.Take(User("ada")));
    }

    [Fact]
    public async Task Tab_OneTooMany_IsRefusedUntilAnotherIsClosed()
    {
        var connections = new OpenConnections(_options);
        using var first = new TabPlace(connections, new Users(User("ada")));
        using var second = new TabPlace(connections, new Users(User("ada")));
        using var third = new TabPlace(connections, new Users(User("ada")));
        var changes = 0;
        third.Changed += () => changes++;
        foreach (var tab in new[] { first, second, third, first })
        {
            await tab.OnConnectionUpAsync(null!, TestContext.Current.CancellationToken);
        }

        Assert.Equal((false, false, true, 1), (first.IsRefused, second.IsRefused, third.IsRefused, changes));

        await first.OnConnectionDownAsync(null!, TestContext.Current.CancellationToken);
        await third.TakeAsync();
        Assert.Equal((false, 2), (third.IsRefused, changes));

        // The first comes back, and finds its place taken.
        await first.OnConnectionUpAsync(null!, TestContext.Current.CancellationToken);
        Assert.True(first.IsRefused);
    }

    private static ClaimsPrincipal User(string name, string scheme = AccessSchemes.Cookie) => Actor.Principal(scheme, name, Roles.Viewer, Permissions.Read, "");

    private sealed class Users(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
