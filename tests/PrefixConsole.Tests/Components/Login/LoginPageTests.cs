using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Login;

namespace PrefixConsole.Tests.Components.Login;

public sealed class LoginPageTests : BunitContext
{
    public LoginPageTests() => Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();

    [Fact]
    public void NoUsers_SaysWhereTheLinkIs_AndAsksForNoPassword()
    {
        var page = Render<LoginPage>(p => p.Add(x => x.HasLink, true));

        Assert.Contains("Log in once at", page.Find("[data-testid=login-link-hint]").TextContent);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Refused_SaysWhy_AndKeepsTheNameAndWhereToGo()
    {
        var page = Render<LoginPage>(p => p
            .Add(x => x.HasUsers, true)
            .Add(x => x.Message, "Name or password is wrong.")
            .Add(x => x.Name, "<vic>")
            .Add(x => x.ReturnUrl, "/strategy?strategy=random"));

        Assert.Equal("Name or password is wrong.", page.Find("[data-testid=login-message]").TextContent);
        Assert.Equal("<vic>", page.Find("#name").GetAttribute("value"));
        Assert.Equal("/strategy?strategy=random", page.Find("[name=returnUrl]").GetAttribute("value"));
        Assert.Equal("", page.Find("#password").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Provider_IsOffered_AndComesBackToThePageAskedFor()
    {
        var page = Render<LoginPage>(p => p.Add(x => x.HasProvider, true).Add(x => x.ReturnUrl, "/workers?sort=kv&x=1"));

        Assert.Equal("/login/oidc?returnUrl=%2Fworkers%3Fsort%3Dkv%26x%3D1", page.Find("[data-testid=login-provider]").GetAttribute("href"));
        Assert.Empty(page.FindAll("form"));
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
