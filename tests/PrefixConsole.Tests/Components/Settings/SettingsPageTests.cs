using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Components.Pages.Settings;
using PrefixConsole.Gateway.Configuration;
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
        Assert.StartsWith("""{"name":"grafana","scopes":["read"],"by":"ada","at":""", audit[0].Before, StringComparison.Ordinal);
        Assert.Null(audit[0].After);
        Assert.All(audit, a => Assert.DoesNotContain(secret, a.Before + a.After, StringComparison.Ordinal));
        Assert.All(audit, a => Assert.DoesNotContain(TokenBook.HashOf(secret), a.Before + a.After, StringComparison.Ordinal));
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
        var panel = Render<TokenPanel>(p => p.Add(x => x.Made, []));

        Assert.True(panel.Find(Test("token-create")).HasAttribute("disabled"));
        panel.Find(Test("create-token")).Submit();
        Assert.Empty(Tokens.Tokens);
    }

    /// <summary>As in the API, which asks for the scope admin.</summary>
    [Fact]
    public void PeopleTokensAndKeys_AreForAdministrators()
    {
        Access.CurrentValue = new AccessOptions { Users = [new UserOptions { Name = "ada", Role = Roles.Admin }] };
        Tokens.Create("grafana", ["read"], Administrator);
        Desk.Seat(Viewer);

        var page = Render<SettingsPage>();

        Assert.Contains("Needs the role admin", page.Find(Test("access-refused")).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("grafana", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_AreListedWithoutTheirHashes()
    {
        Access.CurrentValue = new AccessOptions { Users = [new UserOptions { Name = "ada", PasswordHash = "secret-hash", Role = Roles.Admin }] };
        var page = Render<SettingsPage>();

        Assert.Contains("ada", page.Find(Test("users")).TextContent);
        Assert.DoesNotContain("secret-hash", page.Markup);
    }

    [Fact]
    public async Task Token_IsRotated_ShownOnce_AndTheOldOneEndsLater()
    {
        var old = Tokens.Create("grafana", ["read"], Administrator).Secret!;
        var page = Render<SettingsPage>();
        page.Find(Test("rotate-token")).Click();
        page.Find(Test("rotate-overlap")).Change("1440");
        Assert.Contains("/api/tokens/grafana/rotate", page.Find(Test("rotate-api-call")).TextContent, StringComparison.Ordinal);
        Assert.Contains("\"overlapMinutes\":1440", page.Find(Test("rotate-api-call")).TextContent, StringComparison.Ordinal);
        page.Find(Test("rotate-form")).Submit();

        page.WaitForElement(Test("new-secret"));
        var secret = page.Find(Test("new-secret") + " pre").TextContent;
        Assert.NotNull(Tokens.Find(secret));
        Assert.NotNull(Tokens.Find(old));
        Assert.Empty(page.FindAll(Test("rotate-form")));
        Assert.Contains("valid until", page.Find(Test("token-earlier")).TextContent, StringComparison.Ordinal);
        page.Find(Test("new-secret") + " button").Click();
        Assert.DoesNotContain(secret, page.Markup, StringComparison.Ordinal);
        var (audit, _) = await Audit.ReadAsync(new AuditFilter(), 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("token.rotate", "grafana"), (audit[0].Action, audit[0].Target));
    }

    [Fact]
    public void Rotate_ThatIsRefused_SaysWhyBesideTheField()
    {
        Tokens.Create("operator", ["operate"], Administrator);
        Desk.Seat(new Actor("clerk", "clerk", Permissions.Read | Permissions.Administer, "test"));
        var page = Render<SettingsPage>();
        page.Find(Test("rotate-token")).Click();
        page.Find(Test("rotate-form")).Submit();

        page.WaitForAssertion(() => Assert.Contains("The token has the scope 'operate'", page.Find(Test("rotate-error")).TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(Test("new-secret")));
    }

    [Fact]
    public void Calls_OfMakingAndRevoking_AreShown()
    {
        Tokens.Create("a b", ["read"], Administrator);
        var page = Render<SettingsPage>();
        page.Find(Test("token-name")).Input("it's");
        Assert.Contains("\"name\":\"it'\\''s\",\"scopes\":[\"read\"]", page.Find(Test("token-api-call")).TextContent, StringComparison.Ordinal);

        page.Find(Test("revoke-token")).Click();
        Assert.Contains("/api/tokens/a%20b'", page.Find(Test("revoke-api-call")).TextContent, StringComparison.Ordinal);
        page.Find(Test("keep-token")).Click();
        Assert.Empty(page.FindAll(Test("revoke-api-call")));
        Assert.Single(Tokens.Tokens);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("\u202Egnp.exe")]
    public void HostileNames_AreText_KeptApartFromTheTextAround(string name)
    {
        Access.CurrentValue = new AccessOptions { Users = [new UserOptions { Name = name, Role = Roles.Viewer }] };
        Gateway.CurrentValue.Keys = [new GatewayKeyOptions { Name = name }];
        Tokens.Create(name, ["read"], new Actor(name, Roles.Admin, Roles.Of(Roles.Admin)!.Value, "test"));
        var page = Render<SettingsPage>();
        page.Find(Test("rotate-token")).Click();
        page.Find(Test("rotate-form")).Submit();
        page.WaitForElement(Test("new-secret"));

        Assert.Empty(page.FindAll("script"));
        foreach (var place in new[] { "users", "keys", "token-table", "new-secret" })
        {
            Assert.Contains(page.FindAll($"{Test(place)} bdi"), e => e.TextContent == name);
        }
    }

    [Fact]
    public void Keys_AreThoseOfTheConfigurationAsItIsNow_WithTheTenantThatCounts()
    {
        var page = Render<SettingsPage>();
        Assert.NotEmpty(page.FindAll(Test("no-keys")));

        Gateway.CurrentValue = new GatewayOptions { Keys = [new GatewayKeyOptions { Name = "acme", Hash = "secret-hash" }, new GatewayKeyOptions { Name = "beta", Tenant = "shared", Models = ["m"] }] };
        page.Render();

        var rows = page.FindAll(Test("key-row"));
        Assert.Equal(["acme", "shared"], rows.Select(r => r.QuerySelectorAll("td")[1].QuerySelector("bdi")!.TextContent));
        Assert.Equal(["all", "m"], rows.Select(r => r.QuerySelectorAll("td")[2].TextContent.Trim()));
        Assert.DoesNotContain("secret-hash", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/api/gateway-keys?format=csv", page.Find(Test("keys") + " " + Test("table-csv")).GetAttribute("href"));
        Desk.Seat(Viewer);
        Assert.Empty(Render<SettingsPage>().FindAll(Test("table-csv")));
    }
}
