using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Operations;

/// <summary>Started while the database is away: what was active before is active again once it answers, unless somebody decided without it.</summary>
public sealed class LateStrategyTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly string _file = LateStore.NewFile();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NothingChangedMeanwhile_TheLastRevisionIsActive_AndTheAuditSaysSo()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            await first.ApplyAsync(StrategyNames.Random);
            await first.ApplyAsync(StrategyNames.LeastLoaded);
        }

        await using (var second = await Run.StartAsync(_file, open: false, s_at + s_hour))
        {
            Assert.Equal((1, StrategyNames.ApproximatePrefix, false), (second.Active.Number, second.Active.Spec.Name, second.Keeper.IsKnown));
            second.Late.ComeBack();
            await Eventually.TrueAsync(() => second.Active.Number == 3, "the last revision is active");
            Assert.Equal(StrategyNames.LeastLoaded, second.Active.Spec.Name);
            await Eventually.TrueAsync(() => second.Keeper.IsKnown, "it is said");
            await Eventually.TrueAsync(
                async () => (await second.Late.Audit.ReadAsync(new AuditFilter { Action = "strategy.restore" }, 10, Stop)).Rows is [{ Who: StrategyKeeper.Name, Target: "revision 3" }],
                "the audit says so");
        }

        await using var third = await Run.StartAsync(_file, open: true, s_at + (2 * s_hour));
        Assert.Equal((3, 3), (third.Active.Number, third.Bench.Store.History.Length));
    }

    [Fact]
    public async Task AwayForAWholeRun_TheNextStartKnowsTheLastRevision()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            await first.ApplyAsync(StrategyNames.Random);
        }

        await using (await Run.StartAsync(_file, open: false, s_at + s_hour))
        {
        }

        await using var third = await Run.StartAsync(_file, open: true, s_at + (2 * s_hour));
        Assert.Equal((2, StrategyNames.Random), (third.Active.Number, third.Active.Spec.Name));
    }

    [Fact]
    public async Task SomebodyDecidedMeanwhile_TheirsCounts_NowAndAfterTheNextStart()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            await first.ApplyAsync(StrategyNames.Random, s_hour);
        }

        await using (var second = await Run.StartAsync(_file, open: false, s_at + TimeSpan.FromMinutes(1)))
        {
            await second.ApplyAsync(StrategyNames.LeastLoaded);
            Assert.True(second.Keeper.IsKnown);
            second.Late.ComeBack();
            await Eventually.TrueAsync(() => second.Late.State.View is { Status: PrefixConsole.Storage.Writing.StoreStatus.Ready, Waiting: 0 }, "all is stored");
            Assert.Equal((StrategyNames.LeastLoaded, null), (second.Active.Spec.Name, second.Bench.Changes.Pending));
        }

        await using var third = await Run.StartAsync(_file, open: true, s_at + TimeSpan.FromMinutes(2));
        Assert.Equal((StrategyNames.LeastLoaded, null), (third.Active.Spec.Name, third.Bench.Changes.Pending));
    }

    [Fact]
    public async Task ConfigurationChanged_ItsStrategyStaysActive_AfterTheEarlierOnes()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            await first.ApplyAsync(StrategyNames.Random);
        }

        await using var second = await Run.StartAsync(_file, open: false, s_at + s_hour, StrategyNames.RoundRobin);
        second.Late.ComeBack();

        await Eventually.TrueAsync(() => second.Active.Number == 3, "it comes after the earlier ones");
        Assert.Equal((StrategyNames.RoundRobin, "configuration changed"), (second.Active.Spec.Name, second.Active.Reason));
    }

    [Fact]
    public async Task ChangeThatWaited_RevertsOnceItsTimeIsOver()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            await first.ApplyAsync(StrategyNames.Random, s_hour);
        }

        await using var second = await Run.StartAsync(_file, open: false, s_at + TimeSpan.FromMinutes(30));
        Assert.Null(second.Bench.Changes.Pending);
        second.Late.ComeBack();
        await Eventually.TrueAsync(() => second.Bench.Changes.Pending?.Revision == 2, "it waits again");

        second.Bench.Time.Advance(s_hour);

        await Eventually.TrueAsync(() => second.Active.Number == 3, "it is reverted");
        Assert.Equal(StrategyNames.ApproximatePrefix, second.Active.Spec.Name);
    }

    [Fact]
    public async Task TrialThatRan_RunsOn_UntilItsTimeIsOver()
    {
        await using (var first = await Run.StartAsync(_file, open: true, s_at))
        {
            Assert.True((await first.Bench.Trials.BeginAsync(TrialBench.Ada, TrialBench.Spec(StrategyNames.Random), 10, "try it", 1, s_hour)).Done);
        }

        await using var second = await Run.StartAsync(_file, open: false, s_at + TimeSpan.FromMinutes(30));
        Assert.Null(second.Bench.Store.Trial);
        second.Late.ComeBack();
        await Eventually.TrueAsync(() => second.Bench.Trials.Read()?.EndBy is not null, "it runs, and ends by itself");
        Assert.Equal((2, 10), (second.Bench.Store.Trial!.Revision.Number, second.Bench.Store.Trial.Percent));

        second.Bench.Time.Advance(s_hour);

        await Eventually.TrueAsync(() => second.Bench.Store.Trial is null, "it has ended");
    }

    private sealed class Run : IAsyncDisposable
    {
        private Run(LateStore late, DateTimeOffset at, string configured)
        {
            Late = late;
            Bench = new TrialBench(late, at, configured);
            Keeper = late.Keeper(Bench.Store);
        }

        public LateStore Late { get; }

        public TrialBench Bench { get; }

        public StrategyKeeper Keeper { get; }

        public StrategyRevision Active => Bench.Store.Current;

        public static async Task<Run> StartAsync(string file, bool open, DateTimeOffset at, string configured = StrategyNames.ApproximatePrefix)
        {
            var run = new Run(await new LateStore(file, open).StartAsync(), at, configured);
            await run.Keeper.StartAsync(Stop);
            await run.Bench.Changes.StartAsync(Stop);
            await run.Bench.Trials.StartAsync(Stop);
            return run;
        }

        public async Task ApplyAsync(string strategy, TimeSpan? confirmWithin = null)
        {
            Bench.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True((await Bench.Changes.ApplyAsync(TrialBench.Ada, TrialBench.Spec(strategy), "because", null, confirmWithin)).Applied);
        }

        public async ValueTask DisposeAsync()
        {
            await Bench.Trials.StopAsync(CancellationToken.None);
            await Bench.Changes.StopAsync(CancellationToken.None);
            await Keeper.StopAsync(CancellationToken.None);
            Bench.Dispose();
            await Late.DisposeAsync();
        }
    }
}
