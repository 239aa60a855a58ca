using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class RangeLinksTests : PageContext
{
    private string Link(string address, string href)
    {
        GoTo(address);
        return Services.GetRequiredService<NavigationManager>().KeepRange(href, Time);
    }

    [Theory]
    [InlineData("/", "/?range=1h")]
    [InlineData("/decisions", "/decisions?range=1h")]
    [InlineData("/decisions?errors=true", "/decisions?errors=true&range=1h")]
    [InlineData("/workers/sim-1", "/workers/sim-1?range=1h")]
    [InlineData("/audit", "/audit?range=1h")]
    [InlineData("/workers", "/workers")]
    [InlineData("/workers?sort=queue", "/workers?sort=queue")]
    [InlineData("/decisions/3f", "/decisions/3f")]
    [InlineData("/strategy", "/strategy")]
    [InlineData("/help", "/help")]
    public void Range_GoesAlongToPagesThatFollowIt(string href, string expected) => Assert.Equal(expected, Link("/accuracy?range=1h&by=model&window=1m", href));

    [Fact]
    public void Live_IsBare() => Assert.Equal("/decisions", Link("/accuracy?by=model", "/decisions"));

    [Fact]
    public void Moments_GoAlong() =>
        Assert.Equal("/changes?from=2026-11-21T08%3A00%3A00Z&to=2026-11-21T09%3A00%3A00Z", Link("/?from=2026-11-21T08:00:00Z&to=2026-11-21T09:00:00Z", "/changes"));

    [Fact]
    public void Range_WinsOverMoments() => Assert.Equal("/changes?range=6h", Link("/?range=6h&from=2026-11-21T08:00:00Z", "/changes"));

    /// <summary>A list may leave out the start; a chart would say that it cannot be used.</summary>
    [Fact]
    public void OpenStart_GoesToListsOnly()
    {
        Assert.Equal("/alerts?to=2026-11-21", Link("/audit?to=2026-11-21", "/alerts"));
        Assert.Equal("/", Link("/audit?to=2026-11-21", "/"));
    }

    [Theory]
    [InlineData("range=2h")]
    [InlineData("range=%3Cscript%3E")]
    [InlineData("from=NaN")]
    [InlineData("from=2999-01-01")]
    [InlineData("from=2026-11-21&to=2026-11-20")]
    public void NoSuchTime_IsLeftBehind(string query) => Assert.Equal("/accuracy", Link("/?" + query, "/accuracy"));
}
