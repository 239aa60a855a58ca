using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Gateway.Telemetry;
using static PrefixConsole.Tests.Components.Prefixes.Runs;

namespace PrefixConsole.Tests.Components.Prefixes;

/// <summary>What the map sends to the browser.</summary>
public sealed class PrefixChartTests : PageContext
{
    private const string Patch = "prefixMap.patch";

    private IEnumerable<string> Sent => JSInterop.Invocations.Select(i => i.Identifier).Where(i => i is Patch or "react" or "newPlot");

    private static PrefixMap Map(long hits, string id = "a") =>
        PrefixMap.Of(new PrefixTreeView([Run(id, null, 60, 60, hits: hits), Run("b", null, 40, 40)], 2, 100, 100), "Fleet");

    private IRenderedComponent<PrefixChart> Draw()
    {
        var chart = Render<PrefixChart>(p => p.Add(c => c.Map, Map(1)));
        chart.WaitForAssertion(() => Assert.Contains(JSInterop.Invocations, i => i.Identifier == "subscribeClickEvent"));
        return chart;
    }

    [Fact]
    public void SameLook_SendsNothing()
    {
        var chart = Draw();
        var before = Sent.Count();

        chart.Render(p => p.Add(c => c.Map, Map(1)));

        Assert.Equal(before, Sent.Count());
    }

    [Fact]
    public void OneBoxChanged_SendsThatBoxOnly()
    {
        JSInterop.Setup<bool>(Patch, _ => true).SetResult(true);
        var chart = Draw();
        var before = Sent.Count();

        chart.Render(p => p.Add(c => c.Map, Map(2)));

        Assert.Equal([Patch], Sent.Skip(before));
        var boxes = Assert.IsType<object[]>(JSInterop.VerifyInvoke(Patch).Arguments[1]);
        Assert.Equal([0, null, 2], boxes.Select(b => b as int?));
        Assert.Contains("2 hits", Assert.IsType<string>(Assert.IsType<object[]>(boxes[1])[4]));
    }

    [Fact]
    public void BrowserHasNoSuchMap_IsSentTheWhole()
    {
        JSInterop.Setup<bool>(Patch, _ => true).SetResult(false);
        var chart = Draw();
        var before = Sent.Count();

        chart.Render(p => p.Add(c => c.Map, Map(2)));

        chart.WaitForAssertion(() => Assert.Equal([Patch, "react"], Sent.Skip(before)));
    }

    [Theory]
    [InlineData(true, false, "s")]
    [InlineData(false, true, "s")]
    [InlineData(false, false, "other")]
    public void AnotherPicture_IsSentWhole(bool treeMap, bool dark, string scope)
    {
        JSInterop.Setup<bool>(Patch, _ => true).SetResult(true);
        var chart = Draw();
        chart.Render(p => p.Add(c => c.Scope, "s"));
        var before = Sent.Count();

        chart.Render(p => p.Add(c => c.Map, Map(2)).Add(c => c.TreeMap, treeMap).Add(c => c.Dark, dark).Add(c => c.Scope, scope));

        chart.WaitForAssertion(() => Assert.Equal(["react"], Sent.Skip(before)));
    }

    [Fact]
    public void Icicle_StandsThereBeforeTheLibraryHasCome()
    {
        var chart = Render<PrefixChart>(p => p.Add(c => c.Map, Map(1, "<b>")));

        var boxes = chart.Find("[data-testid=map-sketch]").Children;
        Assert.Equal(["Fleet", "<b>", "b"], boxes.Select(b => b.TextContent));
        Assert.StartsWith("left:60%;top:50%;width:40%;height:50%;background:#", boxes[2].GetAttribute("style"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Sketch_IsNotMade_OfATreemap_NorWhereTheLibraryIs(bool treeMap, bool hasLibrary)
    {
        Services.GetRequiredService<ConsoleSession>().HasChartLibrary = hasLibrary;

        Assert.Empty(Render<PrefixChart>(p => p.Add(c => c.Map, Map(1)).Add(c => c.TreeMap, treeMap)).FindAll("[data-testid=map-sketch]"));
    }
}
