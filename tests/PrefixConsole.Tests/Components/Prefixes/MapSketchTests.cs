using System.Collections.Immutable;
using CsCheck;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Gateway.Telemetry;
using static PrefixConsole.Tests.Components.Prefixes.Runs;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class MapSketchTests
{
    /// <summary>Trees of 1 to 30 runs, each below an earlier one or at the top, with 1 to 50 tokens of its own.</summary>
    private static readonly Gen<PrefixMap> s_map = Gen.Select(Gen.Int[-1, 29], Gen.Int[1, 50]).Array[1, 30].Select(runs =>
    {
        var parents = runs.Select((r, i) => i == 0 ? -1 : Math.Min(r.Item1, i - 1)).ToArray();
        var whole = runs.Select(r => (long)r.Item2).ToArray();
        for (var i = runs.Length - 1; i > 0; i--)
        {
            if (parents[i] >= 0)
            {
                whole[parents[i]] += whole[i];
            }
        }

        var views = runs.Select((r, i) => Run($"r{i}", parents[i] < 0 ? null : $"r{parents[i]}", r.Item2, whole[i], children: parents.Count(p => p == i))).ToImmutableArray();
        return PrefixMap.Of(new PrefixTreeView(views, views.Length, runs.Sum(r => (long)r.Item2), runs.Sum(r => (long)r.Item2)), "Fleet");
    });

    [Fact]
    public void Of_TwoLevels_IsHalfTheHeightEach_ByTokens()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", null, 60, 60), Run("b", null, 40, 40)], 2, 100, 100), "Fleet");

        Assert.Equal(
            [(0, 0, 100, 50, "Fleet"), (0, 50, 60, 50, "a"), (60.0, 50.0, 40.0, 50.0, "b")],
            MapSketch.Of(map.Nodes).Select(b => (b.Left, b.Top, b.Width, b.Height, b.Label)));
    }

    [Fact]
    public void Of_BoxTooNarrowForAName_HasNone()
    {
        var map = PrefixMap.Of(new PrefixTreeView([Run("a", null, 95, 95), Run("b", null, 5, 5)], 2, 100, 100), "Fleet");

        Assert.Equal(["Fleet", "a", ""], MapSketch.Of(map.Nodes).Select(b => b.Label));
    }

    [Fact]
    public void Of_AnyMap_EachBoxStandsBelowItsParent_AndBesideItsSiblings() => s_map.Sample(map =>
    {
        var boxes = MapSketch.Of(map.Nodes);
        var byId = boxes.ToDictionary(b => b.Node.Id);
        Assert.Equal(map.Nodes, boxes.Select(b => b.Node));
        foreach (var box in boxes.Where(b => b.Node.Depth > 0))
        {
            var parent = byId[box.Node.Parent];
            Assert.Equal(parent.Top + parent.Height, box.Top, 6);
            Assert.InRange(box.Left, parent.Left - 1e-6, parent.Left + parent.Width + 1e-6);
            Assert.InRange(box.Left + box.Width, parent.Left, parent.Left + parent.Width + 1e-6);
        }

        foreach (var level in boxes.GroupBy(b => b.Node.Depth))
        {
            var row = level.OrderBy(b => b.Left).ThenBy(b => b.Width).ToArray();
            Assert.All(row.Zip(row.Skip(1)), pair => Assert.True(pair.First.Left + pair.First.Width <= pair.Second.Left + 1e-6));
        }
    });
}
