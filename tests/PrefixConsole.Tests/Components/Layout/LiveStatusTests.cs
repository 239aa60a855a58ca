using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class LiveStatusTests : FleetPageContext
{
    [Fact]
    public void Age_NoData_GrowsAndIsMarkedStale()
    {
        var status = Render<LiveStatus>();
        Assert.NotEmpty(status.FindAll(".dot.live"));

        Time.Advance(TimeSpan.FromSeconds(5));

        status.WaitForAssertion(() => Assert.Equal("5 s", status.Find(Test("data-age")).TextContent));
        Assert.NotEmpty(status.FindAll(".dot.stale"));
    }

    [Fact]
    public void Age_DataArrives_StartsAgain()
    {
        var status = Render<LiveStatus>();
        Time.Advance(TimeSpan.FromSeconds(5));

        Ready("sim-1");
        Time.Advance(TimeSpan.FromSeconds(1));

        status.WaitForAssertion(() => Assert.Equal("now", status.Find(Test("data-age")).TextContent));
    }

    [Fact]
    public void Click_PausesTheSessionAndDataGrowsOld()
    {
        var status = Render<LiveStatus>();

        status.Find(Test("live-toggle")).Click();
        Time.Advance(TimeSpan.FromSeconds(4));
        Ready("sim-1");
        Time.Advance(TimeSpan.FromSeconds(4));

        Assert.True(Services.GetRequiredService<ConsoleSession>().Paused);
        status.WaitForAssertion(() => Assert.Equal("8 s", status.Find(Test("data-age")).TextContent));
        Assert.Equal("true", status.Find(Test("live-toggle")).GetAttribute("aria-pressed"));
    }
}
