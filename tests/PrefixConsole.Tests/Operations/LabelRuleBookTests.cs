using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>Rules that name prefixes over restarts.</summary>
public sealed class LabelRuleBookTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    private readonly string _file = LateStore.NewFile();

    private Task<FleetRun> RunAsync(bool open = true) => FleetRun.StartAsync(_file, open, ["w1"], s_at);

    [Fact]
    public async Task Restart_KeepsTheRules_AndTheirNumber()
    {
        await using (var first = await RunAsync())
        {
            Assert.True(first.LabelRules.Set([Rule("one"), Rule("two")], 1));
            Assert.False(first.LabelRules.Set([Rule("three")], 1));
        }

        await using var second = await RunAsync();

        Assert.Equal(2, second.LabelRules.Current.Revision);
        Assert.Equal(["one", "two"], Names(second));
        Assert.Equal(["one", "two"], second.Explorer.Rules.Rules.Select(r => r.Label));
    }

    [Fact]
    public async Task DatabaseAwayAtStart_EarlierRulesComeLater()
    {
        await using (var first = await RunAsync())
        {
            first.LabelRules.Set([Rule("one")], null);
        }

        await using var second = await RunAsync(open: false);
        Assert.Empty(Names(second));
        second.Store.ComeBack();

        await Eventually.TrueAsync(() => Names(second).SequenceEqual(["one"]), "the rules made earlier are there");
    }

    [Fact]
    public async Task DatabaseAwayAtStart_RulesMadeMeanwhile_Count()
    {
        await using (var first = await RunAsync())
        {
            first.LabelRules.Set([Rule("one")], null);
            first.LabelRules.Set([Rule("two")], null);
        }

        await using (var second = await RunAsync(open: false))
        {
            second.LabelRules.Set([Rule("mine")], null);
            second.Store.ComeBack();
            await Eventually.TrueAsync(() => second.LabelRules.Current.Revision > 3, "both are taken into account");
            Assert.Equal(["mine"], Names(second));
        }

        await using var third = await RunAsync();
        Assert.Equal(["mine"], Names(third));
    }

    [Fact]
    public async Task DatabaseAwayForWholeRuns_RulesMadeMeanwhile_AreNotLost()
    {
        await using (var first = await RunAsync())
        {
            first.LabelRules.Set([Rule("one")], null);
            first.LabelRules.Set([Rule("two")], null);
        }

        await using (var second = await RunAsync(open: false))
        {
            second.LabelRules.Set([Rule("mine")], null);
        }

        await using (var third = await RunAsync(open: false))
        {
            Assert.Equal(["mine"], Names(third));
        }

        await using var fourth = await RunAsync();
        Assert.Equal(["mine"], Names(fourth));
        Assert.True(fourth.LabelRules.Current.Revision > 3, "whoever edits the stored ones is told of a conflict");
    }

    private static LabelRule Rule(string label) => new() { Label = label, AtStart = true };

    private static IEnumerable<string> Names(FleetRun run) => run.LabelRules.Current.Rules.Select(r => r.Label);
}
