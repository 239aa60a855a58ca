using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkerRowTests
{
    private static readonly ImmutableArray<WorkerView> s_fleet =
    [
        WorkerViews.Of("b", waiting: 2, kvUsage: 0.5),
        WorkerViews.Of("a", waiting: null, kvUsage: 0, status: WorkerStatus.NotReady),
        WorkerViews.Of("c", waiting: 7, model: "other"),
    ];

    private static ColumnSort<WorkerView> Sorted(string? sort) => new(sort, WorkerColumns.All);

    private static string Order(string? sort, string? filter = null) => string.Concat(
        WorkerRow.Select(s_fleet, new WorkerSelection(filter, null, Sorted(sort)), WorkerHeat.All[0], _ => []).Select(r => r.Worker.Id.Value));

    [Theory]
    [InlineData(null, "bac")]
    [InlineData("nonsense", "bac")]
    [InlineData("name", "abc")]
    [InlineData("-name", "cba")]
    [InlineData("queue", "cba")]
    [InlineData("-queue", "bca")]
    [InlineData("kv", "bac")]
    public void Select_Sort_IsTheUrlsWithMissingNumbersLast(string? sort, string expected) => Assert.Equal(expected, Order(sort));

    [Theory]
    [InlineData("down", "a")]
    [InlineData("NotReady", "a")]
    [InlineData("OTHER", "c")]
    [InlineData("b", "b")]
    [InlineData("zzz", "")]
    public void Select_Filter_MatchesNameModelAndState(string filter, string expected) => Assert.Equal(expected, Order("name", filter));

    [Fact]
    public void Next_SameColumn_TurnsRoundAndBack()
    {
        var queue = WorkerColumns.All.Single(c => c.Key == "queue");

        Assert.Equal("queue", Sorted("kv").Next(queue));
        Assert.Equal("-queue", Sorted("queue").Next(queue));
        Assert.Equal("queue", Sorted("-queue").Next(queue));
        Assert.True(Sorted("queue").Descending);
        Assert.False(Sorted("-queue").Descending);
        Assert.False(Sorted("name").Descending);
    }

    [Fact]
    public void Columns_Keys_AreUnique() => Assert.Distinct(WorkerColumns.All.Select(c => c.Key));

    [Theory]
    [InlineData(null, true)]
    [InlineData("nonsense", true)]
    [InlineData("name", true)]
    [InlineData("queue", false)]
    public void Parse_NamesNoColumn_TakesTheUsualOnes(string? text, bool usual) =>
        Assert.Equal(usual, WorkerColumns.Parse(text).SequenceEqual(WorkerColumns.All.Where(c => c.Usual)));

    [Fact]
    public void Toggled_BackToTheUsualOnes_LeavesTheUrl()
    {
        var queue = WorkerColumns.All.Single(c => c.Key == "queue");
        var without = WorkerColumns.Toggled(WorkerColumns.Parse(null), queue);

        Assert.DoesNotContain("queue", without);
        Assert.Null(WorkerColumns.Toggled(WorkerColumns.Parse(without), queue));
    }

    [Fact]
    public void SumOf_NobodyReports_IsADash()
    {
        var queue = WorkerColumns.All.Single(c => c.Key == "queue");

        Assert.Equal("9", queue.SumOf(s_fleet));
        Assert.Equal("—", queue.SumOf([s_fleet[1]]));
    }

    [Fact]
    public void Strip_YoungSeries_FillsFromTheRight()
    {
        var sample = new OccupancySample(default, 0.25, 5, 4, null, 0);

        var strip = WorkerHeat.Parse("kv").Strip(s_fleet[0], [.. Enumerable.Repeat(sample, 5)]);

        Assert.Equal(WorkerHeat.Cells, strip.Length);
        Assert.Equal(0.25, strip[^1]);
        Assert.All(strip[..^1], Assert.Null);
    }

    [Theory]
    [InlineData("cache", 0.2)]
    [InlineData("kv", null)]
    [InlineData("load", 4.0)]
    [InlineData("nonsense", 0.2)]
    public void Parse_Measure_ReadsItsOwnNumber(string key, double? expected)
    {
        // 5 of 10 blocks that hold 640 tokens, in a cache of 1,600.
        var sample = new OccupancySample(default, null, 5, 4, null, 0);

        Assert.Equal(expected, WorkerHeat.Parse(key).Value(s_fleet[0], sample));
    }
}
