using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Access;
using PrefixConsole.Tests.Components;
using PrefixConsole.Tests.Operations;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Access;

/// <summary>A new secret under an old name.</summary>
public sealed class TokenRotationTests : PageContext
{
    private static readonly Actor s_ada = new("ada", Roles.Admin, Roles.Of(Roles.Admin)!.Value, "test");

    private readonly TokenBook _book;

    public TokenRotationTests() => _book = Services.GetRequiredService<TokenBook>();

    [Fact]
    public void Rotate_WithAnOverlap_BothAreValidUntilItEnds()
    {
        var old = _book.Create("grafana", ["read"], s_ada).Secret!;

        var secret = _book.Rotate("grafana", 60, s_ada).Secret!;

        Assert.NotEqual(old, secret);
        Assert.Equal("grafana", _book.Find(secret)!.Identity!.Name);
        Assert.NotNull(_book.Find(old));
        var view = Assert.Single(_book.Tokens);
        Assert.Equal((Time.GetUtcNow().AddHours(1), Time.GetUtcNow()), (view.EarlierUntil, view.EarlierUsed));
        Assert.Equal(["read"], view.Scopes);

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_book.Find(old));
        Assert.True(_book.HasExpired(old));
        Assert.False(_book.IsCurrent(TokenBook.HashOf(old)));
        Assert.NotNull(_book.Find(secret));
        Assert.Null(_book.Tokens[0].EarlierUntil);
    }

    [Fact]
    public void Rotate_Without_TheOldOneEndsAtOnce_AndItsSessionsAreTold()
    {
        var old = _book.Create("grafana", ["read"], s_ada).Secret!;
        var told = 0;
        _book.Changed += () => told++;

        var secret = _book.Rotate("grafana", 0, s_ada).Secret!;

        Assert.Equal((null, true, 1), (_book.Find(old), _book.HasExpired(old), told));
        Assert.NotNull(_book.Find(secret));
    }

    [Fact]
    public void Rotate_Twice_KeepsWhatTheFirstWasPromised_AndRevokeEndsAll()
    {
        var first = _book.Create("grafana", ["read"], s_ada).Secret!;
        var second = _book.Rotate("grafana", 24 * 60, s_ada).Secret!;
        var third = _book.Rotate("grafana", 60, s_ada).Secret!;
        Time.Advance(TimeSpan.FromHours(2));
        Assert.NotNull(_book.Find(first));
        Assert.Null(_book.Find(second));

        Assert.True(_book.Revoke("grafana"));
        Assert.All(new[] { first, second, third }, s => Assert.Null(_book.Find(s)));
    }

    [Fact]
    public void Rotate_OfATokenThatEnds_DoesNotOutliveIt()
    {
        var old = _book.Create("grafana", ["read"], s_ada, Time.GetUtcNow().AddMinutes(10)).Secret!;
        var secret = _book.Rotate("grafana", 60, s_ada).Secret!;

        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_book.Find(old));
        Assert.Null(_book.Find(secret));
        Assert.Contains("has expired", _book.Rotate("grafana", 0, s_ada).Error!.Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever rotates learns the secret: an administrator's token that lacks a scope must not get it so.</summary>
    [Fact]
    public void Rotate_ByOneWhoMayDoLess_IsRefused()
    {
        var old = _book.Create("operator", ["operate"], s_ada).Secret!;
        var clerk = new Actor("clerk", "token: admin", Permissions.Read | Permissions.Administer, "test");

        var (secret, error) = _book.Rotate("operator", 0, clerk);

        Assert.Equal((null, "name"), (secret, error!.Field));
        Assert.Contains("'operate', which is more than clerk may do", error.Message, StringComparison.Ordinal);
        Assert.NotNull(_book.Find(old));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(TokenBook.MaxOverlap + 1)]
    public void Rotate_BadOverlap_NamesTheField(int? overlap)
    {
        _book.Create("grafana", ["read"], s_ada);

        Assert.Equal("overlapMinutes", _book.Rotate("grafana", overlap, s_ada).Error!.Field);
    }

    [Fact]
    public void Rotate_Unknown_OrOfTheConfiguration_IsNeitherSecretNorError()
    {
        Access.CurrentValue = new AccessOptions { Tokens = [new TokenOptions { Name = "given", Hash = TokenBook.HashOf("pfx_given"), Scopes = ["read"] }] };

        Assert.Equal((null, null), _book.Rotate("given", 0, s_ada));
        Assert.Equal((null, null), _book.Rotate("nothing", 0, s_ada));
    }

    [Fact]
    public void Rotate_AgainAndAgain_IsBounded()
    {
        _book.Create("grafana", ["read"], s_ada);
        for (var i = 0; i < TokenBook.EarlierKept; i++)
        {
            Assert.NotNull(_book.Rotate("grafana", 60, s_ada).Secret);
        }

        Assert.Contains("old secrets that are still valid", _book.Rotate("grafana", 60, s_ada).Error!.Message, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(_book.Rotate("grafana", 60, s_ada).Secret);
    }

    [Fact]
    public async Task OldSecret_IsStillValidAfterARestart_ForAsLongAsPromised()
    {
        var file = LateStore.NewFile();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        string? old = null;
        string secret;
        await using (var first = await new LateStore(file, open: true).StartAsync())
        {
            var book = new TokenBook(Access, first.Settings, time);
            await book.StartAsync(Xunit.TestContext.Current.CancellationToken);
            // On a busy machine the database opens after the wait of a start.
            await Eventually.TrueAsync(() => (old = book.Create("grafana", ["read"], s_ada).Secret) is not null, "tokens can be made");
            secret = book.Rotate("grafana", 60, s_ada).Secret!;
            await book.StopAsync(Xunit.TestContext.Current.CancellationToken);
        }

        await using var second = await new LateStore(file, open: true).StartAsync();
        var later = new TokenBook(Access, second.Settings, time);
        await later.StartAsync(Xunit.TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => later.Find(old!) is not null, "what was stored is taken up");
        Assert.NotNull(later.Find(secret));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(later.Find(old!));
        Assert.NotNull(later.Find(secret));
        await later.StopAsync(Xunit.TestContext.Current.CancellationToken);
    }
}
