using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Components.Pages.Settings;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Components.Settings;

public sealed class SettingsPageTests : PageContext
{
    private TokenBook Tokens => Services.GetRequiredService<TokenBook>();

    [Fact]
    public void Storage_Off_SaysThatARestartForgets()
    {
        var page = Render<SettingsPage>();

        Assert.Contains("a restart forgets it", page.Find(Test("storage-state")).TextContent);
        Assert.Contains("Nobody is named", page.Find(Test("no-users")).TextContent);
        Assert.Contains("None yet", page.Find(Test("no-tokens")).TextContent);
    }

    [Fact]
    public async Task Token_IsMadeShownOnceUsedAndRevoked()
    {
        var page = Render<SettingsPage>();
        page.Find(Test("token-name")).Input("grafana");
        page.Find(Test("create-token")).Submit();

        page.WaitForElement(Test("new-secret"));
        var secret = page.Find(Test("new-secret") + " pre").TextContent;
        Assert.Equal(Permissions.Read, Actor.PermissionsOf(Tokens.Find(secret)!));
        page.Find(Test("new-secret") + " button").Click();
        Assert.DoesNotContain(secret, page.Markup);

        page.Find(Test("revoke-token")).Click();
        Assert.NotNull(Tokens.Find(secret));
        page.Find(Test("revoke-token")).Click();
        page.WaitForAssertion(() => Assert.Null(Tokens.Find(secret)));
        var (audit, _) = await Audit.ReadAsync(new AuditFilter(), 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(["token.revoke", "token.create"], audit.Select(a => a.Action));
        Assert.All(audit, a => Assert.DoesNotContain(secret, a.After ?? "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "token-name-error", "1 to 64 characters")]
    [InlineData("a\u0007b", "token-name-error", "control characters")]
    public void Token_BadName_IsSaidBesideTheField(string name, string field, string message)
    {
        var page = Render<SettingsPage>();
        page.Find(Test("token-name")).Input(name);
        page.Find(Test("create-token")).Submit();

        page.WaitForAssertion(() => Assert.Contains(message, page.Find(Test(field)).TextContent));
        Assert.Empty(Tokens.Tokens);
    }

    [Fact]
    public void Token_WithoutScopeOrTwice_IsRefused()
    {
        var page = Render<SettingsPage>();
        page.Find(Test("scope-read")).Change(false);
        page.Find(Test("token-name")).Input("x");
        page.Find(Test("create-token")).Submit();
        page.WaitForAssertion(() => Assert.Contains("at least one", page.Find(Test("token-scopes-error")).TextContent));

        page.Find(Test("scope-audit")).Change(true);
        page.Find(Test("create-token")).Submit();
        page.WaitForElement(Test("new-secret"));
        page.Find(Test("token-name")).Input("x");
        page.Find(Test("create-token")).Submit();
        page.WaitForAssertion(() => Assert.Contains("'x' is taken", page.Find(Test("token-name-error")).TextContent));
    }

    [Fact]
    public void Operator_CannotMakeTokens_OnTheServerEither()
    {
        Desk.Seat(new Actor("olga", Roles.Operator, Roles.Of(Roles.Operator)!.Value, "test"));
        var page = Render<SettingsPage>();

        Assert.True(page.Find(Test("token-create")).HasAttribute("disabled"));
        page.Find(Test("create-token")).Submit();
        Assert.Empty(Tokens.Tokens);
    }

    [Fact]
    public void Users_AreListedWithoutTheirHashes()
    {
        Access.CurrentValue = new AccessOptions { Users = [new UserOptions { Name = "ada", PasswordHash = "secret-hash", Role = Roles.Admin }] };
        var page = Render<SettingsPage>();

        Assert.Contains("ada", page.Find(Test("users")).TextContent);
        Assert.DoesNotContain("secret-hash", page.Markup);
    }
}
