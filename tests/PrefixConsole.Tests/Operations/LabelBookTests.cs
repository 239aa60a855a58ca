using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>Names of prefixes over restarts; the tree is empty after each.</summary>
public sealed class LabelBookTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    private readonly string _file = LateStore.NewFile();

    private Task<FleetRun> RunAsync(bool open = true) => FleetRun.StartAsync(_file, open, ["w1"], s_at);

    [Fact]
    public async Task Restart_LabelShows_OnceItsPrefixComesAgain()
    {
        await using (var first = await RunAsync())
        {
            var id = Serve(first, 1);
            Assert.True(first.Labels.Set(id, "support bot"));
            Assert.True(first.Labels.Set(Serve(first, 2), "to be taken away"));
            Assert.True(first.Labels.Set(Serve(first, 2), ""));
        }

        await using var second = await RunAsync();
        Assert.Empty(second.Explorer.FindByLabel("support", 10));

        Assert.Equal("support bot", second.Explorer.Find(Serve(second, 1))!.Label);
        Assert.Null(second.Explorer.Find(Serve(second, 2))!.Label);
        Assert.Single(second.Explorer.FindByLabel("support", 10));
    }

    [Fact]
    public async Task DatabaseAwayAtStart_LabelsAreTakenUpLater_TheNewerOfARunCounts()
    {
        await using (var first = await RunAsync())
        {
            first.Labels.Set(Serve(first, 1), "one");
            first.Labels.Set(Serve(first, 2), "two");
            first.Labels.Set(Serve(first, 3), "three");
        }

        await using (var second = await RunAsync(open: false))
        {
            second.Labels.Set(Serve(second, 1), "uno");
            second.Labels.Set(Serve(second, 2), null);
            second.Store.ComeBack();
            await Eventually.TrueAsync(() => second.Explorer.Labels().Count == 2, "the labels made earlier are there");
            Check(second);
        }

        await using var third = await RunAsync();
        Check(third);

        static void Check(FleetRun run) => Assert.Equal(
            ["uno", null, "three"], new ulong[] { 1, 2, 3 }.Select(n => run.Explorer.Find(Serve(run, n))!.Label));
    }

    [Fact]
    public async Task DatabaseAwayForWholeRuns_NamesGivenAndTakenAwayMeanwhile_AreNotLost()
    {
        await using (var first = await RunAsync())
        {
            first.Labels.Set(Serve(first, 1), "one");
            first.Labels.Set(Serve(first, 2), "two");
            first.Labels.Set(Serve(first, 3), "three");
        }

        await using (var second = await RunAsync(open: false))
        {
            second.Labels.Set(Serve(second, 1), "uno");
            second.Labels.Set(Serve(second, 2), null);
        }

        await using (var third = await RunAsync(open: false))
        {
            Assert.Equal("uno", third.Explorer.Find(Serve(third, 1))!.Label);
            third.Labels.Set(Serve(third, 4), "quattro");
        }

        await using var fourth = await RunAsync();
        Assert.Equal(["uno", null, "three", "quattro"], new ulong[] { 1, 2, 3, 4 }.Select(n => fourth.Explorer.Find(Serve(fourth, n))!.Label));
    }

    /// <summary>Serves a prompt of ten blocks; the id of its run.</summary>
    private static string Serve(FleetRun run, ulong which)
    {
        ulong[] hashes = [.. Enumerable.Range(1, 10).Select(i => (which * 1000) + (ulong)i)];
        run.Tree.Insert(0, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 2560 }, "m");
        return hashes[^1].ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
