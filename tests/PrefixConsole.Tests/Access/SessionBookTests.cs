using System.Security.Claims;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Access;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Access;

public sealed class SessionBookTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly ChangingOptions<AccessOptions> _options = new(new AccessOptions());
    private readonly TokenBook _tokens;
    private readonly SessionBook _sessions;

    public SessionBookTests()
    {
        var connection = new StoreConnection(new StorageOptions { Provider = StorageProviders.None }, Path.GetTempPath());
        var state = new StoreState(connection, _time);
        var settings = new SettingStore(connection, new KeptWrites(connection, state), state, _time);
        _tokens = new TokenBook(_options, settings, _time);
        _sessions = new SessionBook(new UserBook(_options), _tokens, new LoginLink(() => true), _options, settings, _time);
    }

    private static ClaimsPrincipal Local => Actor.Principal(AccessSchemes.Cookie, "local", Roles.Admin, Permissions.Read, UserBook.LinkStamp);

    public void Dispose() => _sessions.Dispose();

    [Fact]
    public void IsCurrent_OfAnIdentityThatNeverBegan_IsFalse()
    {
        Assert.False(_sessions.IsCurrent(Local));
        Assert.False(_sessions.IsCurrent(null));
        Assert.False(_sessions.IsCurrent(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    [Fact]
    public void Session_EndsAtItsLimit_HoweverMuchItIsUsed()
    {
        var user = _sessions.Begin(Local);
        for (var day = 0; day < 7; day++)
        {
            Assert.True(_sessions.IsCurrent(user));
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.False(_sessions.IsCurrent(user));
    }

    [Fact]
    public void Default_OfTheLimit_IsSevenDays() => Assert.Equal(TimeSpan.FromDays(7), new AccessOptions().SessionLimit);

    [Fact]
    public void End_EndsThatSessionOnly_AndSignals()
    {
        var (mine, other) = (_sessions.Begin(Local), _sessions.Begin(Local));
        var signals = 0;
        _sessions.Changed += () => signals++;

        _sessions.End(mine);
        _sessions.End(mine);

        Assert.False(_sessions.IsCurrent(mine));
        Assert.True(_sessions.IsCurrent(other));
        Assert.Equal(1, signals);
    }

    [Fact]
    public void Provider_TakenOutOfTheConfiguration_EndsItsSessions()
    {
        _options.CurrentValue = new AccessOptions { Oidc = { Authority = "https://login.example" } };
        var user = _sessions.Begin(Actor.Principal(AccessSchemes.Cookie, "grace", Roles.Viewer, Permissions.Read, UserBook.ProviderStamp));
        Assert.True(_sessions.IsCurrent(user));

        _options.CurrentValue = new AccessOptions();

        Assert.False(_sessions.IsCurrent(user));
    }

    [Fact]
    public void Begin_BeyondTheLimit_EndsTheOldest()
    {
        var first = _sessions.Begin(Local);
        for (var i = 0; i < SessionBook.Limit; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _sessions.Begin(Local);
        }

        Assert.False(_sessions.IsCurrent(first));
    }
}
