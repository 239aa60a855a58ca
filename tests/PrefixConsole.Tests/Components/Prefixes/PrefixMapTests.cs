using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Gateway.Telemetry;
using static PrefixConsole.Tests.Components.Prefixes.Runs;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class PrefixMapTests
{
    [Fact]
    public void Of_SeveralRoots_AreInABoxOfTheWholeWithTheRest()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", null, 60, 60), Run("b", null, 30, 30)], 9, 90, 100), "Fleet");

        Assert.Equal(["whole", "a", "b", "other:whole"], map.Nodes.Select(n => n.Id));
        Assert.Equal([100, 60, 30, 10], map.Nodes.Select(n => n.Tokens));
        Assert.Equal(["", "whole", "whole", "whole"], map.Nodes.Select(n => n.Parent));
        Assert.Equal(10, map.OtherTokens);
    }

    [Fact]
    public void Of_RootAskedFor_IsTheOutermostBox()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", "up", 20, 100, 5), Run("c", "a", 50, 50)], 9, 70, 100), "Fleet");

        Assert.Equal(["a", "c", "other:a"], map.Nodes.Select(n => n.Id));
        Assert.Equal("", map.Nodes[0].Parent);
        Assert.Equal("4 others", map.Nodes[2].Label);
        Assert.Equal(30, map.Nodes[2].Tokens);
        Assert.True(map.Nodes[2].IsOther);
    }

    [Fact]
    public void Of_AllChildrenShown_HasNoRest()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", null, 20, 50, 1), Run("c", "a", 30, 30)], 2, 50, 50), "Fleet");

        Assert.DoesNotContain(map.Nodes, n => n.IsOther);
    }

    [Fact]
    public void Of_ChildGrewMeanwhile_BoxIsNeverSmallerThanItsContent()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", null, 20, 50, 1), Run("c", "a", 90, 90)], 2, 110, 60), "Fleet");

        foreach (var box in map.Nodes)
        {
            Assert.True(box.Tokens >= map.Nodes.Where(n => n.Parent == box.Id).Sum(n => n.Tokens));
        }
    }

    [Fact]
    public void Of_SizesChange_OrderStays()
    {
        var before = PrefixMap.Of(new PrefixTreeView([Run("a", null, 60, 60), Run("b", null, 40, 40)], 2, 100, 100), "Fleet");
        var after = PrefixMap.Of(new PrefixTreeView([Run("b", null, 80, 80), Run("a", null, 60, 60), Run("c", null, 90, 90)], 3, 230, 230), "Fleet", before);

        Assert.Equal(["whole", "a", "b", "c"], after.Nodes.Select(n => n.Id));
    }

    [Fact]
    public void Of_Empty_IsEmpty()
    {
        var map = PrefixMap.Of(new PrefixTreeView([], 0, 0, 0), "Fleet");

        Assert.True(map.IsEmpty);
        Assert.Empty(map.Nodes);
    }

    [Fact]
    public void Signature_SameLook_IsEqualAndHeatStepChangesIt()
    {
        static int Of(double heat) => MapTrace.Signature(PrefixMap.Of(new PrefixTreeView([Run("a", null, 60, 60, heat: heat)], 1, 60, 60), "Fleet"));

        Assert.Equal(Of(6), Of(7));
        Assert.NotEqual(Of(6), Of(70));
    }

    [Theory]
    [InlineData(0, "idle")]
    [InlineData(0.5, "< 1")]
    [InlineData(5, "5–20")]
    [InlineData(1000, "≥ 60")]
    public void HeatScale_Rate_HasItsStep(double rate, string expected) => Assert.Equal(expected, HeatScale.Of(rate).Label);

    [Fact]
    public void Sort_SecondClick_TurnsRound()
    {
        var nodes = PrefixMap.Of(new PrefixTreeView([Run("a", null, 60, 60), Run("b", null, 30, 30)], 2, 90, 90), "Fleet").Nodes.Where(n => n.Run is not null).ToArray();
        var sort = PrefixSort.Default.Click("tokens");

        Assert.Equal(["a", "b"], sort.Apply(nodes).Select(n => n.Id));
        Assert.Equal(["b", "a"], sort.Click("tokens").Apply(nodes).Select(n => n.Id));
    }
}
