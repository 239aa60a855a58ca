using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class MainLayoutTests : FleetPageContext
{
    private IRenderedComponent<MainLayout> Open(string? look = null, bool dark = false)
    {
        JSInterop.Setup<string?>("prefixConsole.look").SetResult(look);
        JSInterop.Setup<bool>("prefixConsole.isDark").SetResult(dark);
        return Render<MainLayout>(p => p.Add(x => x.Body, b => b.AddMarkupContent(0, "<p>page</p>")));
    }

    [Fact]
    public void Shell_ShowsPagesStrategyAndTheBody()
    {
        var layout = Open();

        Assert.Equal(["Overview", "Workers", "Prefixes", "Decisions", "Accuracy", "Ingest", "Strategy", "Changes", "Try a prompt", "Alerts ", "Audit", "Settings", "Help", "API"], layout.FindAll(".side a").Select(a => a.TextContent));
        Assert.Contains("rev 1", layout.Find(Test("active-strategy-chip")).TextContent);
        Assert.Contains("page", layout.Find("main").TextContent);
    }

    [Fact]
    public async Task Range_GoesAlongToThePagesThatFollowIt_AndThePageStaysMarked()
    {
        GoTo("/decisions?range=1h");
        var layout = Open();

        Assert.Equal(
            ["/?range=1h", "/workers", "/prefixes", "/decisions?range=1h", "/accuracy?range=1h", "/ingest", "/strategy", "/changes?range=1h", "/try", "/alerts?range=1h", "/audit?range=1h", "/settings", "/help", "api-docs"],
            layout.FindAll(".side a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Decisions", Assert.Single(layout.FindAll(".side [aria-current=page]")).TextContent);

        GoTo("/decisions?range=6h");
        layout.WaitForAssertion(() => Assert.Equal("/accuracy?range=6h", layout.FindAll(".side a")[4].GetAttribute("href")));
        await layout.InvokeAsync(() => layout.Instance.OnKey("g a"));
        Assert.EndsWith("/accuracy?range=6h", Services.GetRequiredService<NavigationManager>().Uri);
        layout.WaitForAssertion(() => Assert.Equal("Accuracy", Assert.Single(layout.FindAll(".side a.active")).TextContent));

        GoTo("/decisions");
        layout.WaitForAssertion(() => Assert.Equal("/accuracy", layout.FindAll(".side a")[4].GetAttribute("href")));
    }

    [Theory]
    [InlineData("/", "Overview")]
    [InlineData("/?range=1h", "Overview")]
    [InlineData("/workers/sim-1?range=1h", "Workers")]
    [InlineData("/Prefixes/", "Prefixes")]
    [InlineData("/strategy?rev=1#top", "Strategy")]
    public void Side_MarksThePageThatIsOpen(string address, string page)
    {
        GoTo(address);

        Assert.Equal(page, Assert.Single(Open().FindAll(".side a.active")).TextContent);
    }

    [Fact]
    public void Side_OnAPageOfNoName_MarksNone()
    {
        GoTo("/workersandmore");

        Assert.Empty(Open().FindAll(".side a.active"));
    }

    [Fact]
    public void NoEmbeddedFleet_HasNeitherBadgeNorDemoControl()
    {
        var layout = Open();

        Assert.Empty(layout.FindAll(".badge"));
        Assert.Empty(layout.FindAll(Test("demo-control")));
    }

    [Fact]
    public void SimulatedWorkerArrives_ShowsTheBadge()
    {
        var layout = Open();

        Registry.Add(new WorkerConfig { Id = new WorkerId("sim-9"), Address = new Uri("http://localhost:1"), Simulated = true });

        layout.WaitForAssertion(() => Assert.Equal("simulated fleet", layout.Find(".badge").TextContent));
    }

    [Fact]
    public void Look_Kept_IsTakenAndTheButtonGoesOn()
    {
        JSInterop.Setup<bool>("prefixConsole.setLook", "system").SetResult(false);
        var layout = Open("dark", dark: true);
        var session = Services.GetRequiredService<ConsoleSession>();
        Assert.True(session.IsDark);

        layout.Find(Test("theme-toggle")).Click();

        layout.WaitForAssertion(() => Assert.False(session.IsDark));
        Assert.StartsWith("Look: as the system", layout.Find(Test("theme-toggle")).GetAttribute("title"));
    }

    [Fact]
    public async Task Keys_ActOnTheWholeConsole()
    {
        var layout = Open();

        await layout.InvokeAsync(() => layout.Instance.OnKey("g d"));
        Assert.EndsWith("/decisions", Services.GetRequiredService<NavigationManager>().Uri);

        await layout.InvokeAsync(() => layout.Instance.OnKey(" "));
        Assert.True(Services.GetRequiredService<ConsoleSession>().Paused);

        await layout.InvokeAsync(() => layout.Instance.OnKey("?"));
        Assert.NotEmpty(layout.FindAll(".sheet"));
        await layout.InvokeAsync(() => layout.Instance.OnKey("Escape"));
        Assert.Empty(layout.FindAll(".sheet"));
    }
}
