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
