using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Gateway.Tests.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Accuracy;

public sealed class AccuracyMonitorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DecisionLog _log = new(1000);
    private readonly WorkerRegistry _registry;
    private readonly AccuracyMonitor _monitor;
    private int _requests;

    public AccuracyMonitorTests()
    {
        _registry = new WorkerRegistry(_time);
        _monitor = new AccuracyMonitor(_log, _registry, _time);
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Read_NoTraffic_IsEmptyAndNotZeroPerCent()
    {
        var view = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker);

        Assert.Equal(default, view.Fleet);
        Assert.Null(view.Fleet.ReportingShare);
        Assert.Null(view.Fleet.Error.Bias);
        Assert.Null(view.Fleet.Error.Share);
        Assert.True(view.Density.IsEmpty);
        Assert.Empty(view.Rows);
    }

    [Fact]
    public void Read_PinnedRequests_AreNoLossOfRouting()
    {
        _log.Complete(
            _log.Record(Decisions.Decide("test", pinned: true)),
            Decisions.Served() with { Account = Account(prompt: 1000, available: 800, captured: 0, delivered: 0) });

        Assert.Equal(default, _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker).Fleet);
    }

    [Fact]
    public void Read_Requests_SumsTokensCausesAndErrors()
    {
        End(Account(prompt: 1000, available: 800, captured: 600, delivered: 400));
        End(Account(prompt: 1000, available: 0, captured: 0, delivered: 100));
        End(null);

        var fleet = _monitor.Read(AccuracyWindow.Minute, AccuracyDimension.Fleet).Fleet;

        Assert.Equal((3L, 2L, 2000L, 800L, 600L, 500L), (fleet.Requests, fleet.Reporting, fleet.Prompt, fleet.Available, fleet.Captured, fleet.Delivered));
        Assert.Equal((3000L, 1300L, 800L), (fleet.PromptOfAll, fleet.AvailableOfAll, fleet.CapturedOfAll));
        Assert.Equal((200L, 200L, 100L), (fleet[ReuseCause.UntrustedIndex], fleet[ReuseCause.Overruled], fleet.Unexpected));
        Assert.Equal(fleet.Prompt - fleet.Delivered, ReuseCauses.All.Sum(c => fleet[c]));
        Assert.Equal((50.0, 150.0, 0.15), (fleet.Error.Bias, fleet.Error.MeanAbsolute, fleet.Error.Share));
        Assert.Equal(2 / 3.0, fleet.ReportingShare);
    }

    [Fact]
    public void Read_BothKindsOfOverlap_ErrorsAreKeptApart()
    {
        End(ReuseAccount.Of(Evidence(1000, 500, 500, 500) with { Reported = 496, Predicted = 700 }));
        End(ReuseAccount.Of(Evidence(1000, 500, 500, 500) with { Predicted = 400 }));

        var fleet = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Fleet).Fleet;

        Assert.Equal(new SourceError(1, 1000, -4, 4), fleet.Reported);
        Assert.Equal(new SourceError(2, 2000, 100, 300), fleet.Predicted);
    }

    [Fact]
    public void Read_ByWorkerModelTenant_KeepsThemApart()
    {
        End(Account(1000, 0, 0, 0), worker: "w1", model: "m1", tenant: "a");
        End(Account(2000, 0, 0, 0), worker: "w2", model: "m1", tenant: "b");

        Assert.Equal([("w1", 1000L), ("w2", 2000L)], Prompts(AccuracyDimension.Worker));
        Assert.Equal([("m1", 3000L)], Prompts(AccuracyDimension.Model));
        Assert.Equal([("a", 1000L), ("b", 2000L)], Prompts(AccuracyDimension.Tenant));
        Assert.Empty(Prompts(AccuracyDimension.Fleet));
    }

    [Fact]
    public void Read_MoreKeysThanKept_FoldsTheRest()
    {
        for (var i = 0; i < AccuracyMonitor.MaxKeys + 10; i++)
        {
            End(Account(10, 0, 0, 0), tenant: $"t{i:000}");
        }

        var rows = Prompts(AccuracyDimension.Tenant);

        Assert.Equal(AccuracyMonitor.MaxKeys + 1, rows.Length);
        Assert.Equal((AccuracyMonitor.Others, 100L), rows[^1]);
        Assert.Equal((AccuracyMonitor.MaxKeys + 10) * 10, rows.Sum(r => r.Prompt));
    }

    [Fact]
    public void Read_Windows_ForgetWhatIsOlder()
    {
        End(Account(1000, 0, 0, 0));
        Assert.Equal([1L, 1L, 1L], Requests());
        _time.Advance(TimeSpan.FromSeconds(54));
        Assert.Equal([1L, 1L, 1L], Requests());
        _time.Advance(TimeSpan.FromSeconds(6));
        End(Account(1000, 0, 0, 0));
        Assert.Equal([1L, 2L, 2L], Requests());
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal([0L, 1L, 2L], Requests());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([0L, 0L, 2L], Requests());
        Assert.True(_monitor.Read(AccuracyWindow.Minute, AccuracyDimension.Fleet).Density.IsEmpty);
    }

    [Fact]
    public void Read_Density_IsByShareAndOfOneRowWhenAsked()
    {
        End(Account(1000, 1000, 1000, 1000), worker: "w1");
        End(Account(1000, 520, 520, 0), worker: "w1");
        End(Account(100, 0, 0, 100), worker: "w2");

        var all = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker).Density;
        var one = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker, "w2").Density;

        Assert.Equal((1, 1, 1), (all[19, 19], all[10, 0], all[0, 19]));
        Assert.Equal((0, 0, 1), (one[19, 19], one[10, 0], one[0, 19]));
        Assert.True(_monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker, "nobody").Density.IsEmpty);
    }

    [Fact]
    public void Read_Calibration_IsByExpectedShareAndOfOneRowWhenAsked()
    {
        End(Account(1000, 640, 640, 600), worker: "w1");
        End(Account(3000, 2040, 2040, 0), worker: "w1");
        End(Account(1000, 1000, 1000, 1000), worker: "w2");
        End(null);

        var all = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker).Calibration;
        var one = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker, "w2").Calibration;

        Assert.Equal(new CalibrationBin(2, 4000, 2680, 600), all.Bins[6]);
        Assert.Equal((0.67, 0.15), (all.Bins[6].Expected, all.Bins[6].Got));
        Assert.Equal(new CalibrationBin(1, 1000, 1000, 1000), all.Bins[9]);
        Assert.Equal(3, all.Bins.Sum(b => b.Requests));
        Assert.Equal((0L, 1L), (one.Bins[6].Requests, one.Bins[9].Requests));
        Assert.Null(one.Bins[6].Got);
        Assert.True(_monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker, "nobody").Calibration.IsEmpty);
    }

    [Fact]
    public void Read_Calibration_ForgetsWhatIsOlderThanTheWindow()
    {
        End(Account(1000, 640, 640, 600));
        _time.Advance(TimeSpan.FromMinutes(2));
        End(Account(1000, 100, 100, 100));

        Assert.Equal([1L], Requests(AccuracyWindow.Minute));
        Assert.Equal([1L, 1L], Requests(AccuracyWindow.Quarter));

        long[] Requests(AccuracyWindow window) =>
            [.. _monitor.Read(window, AccuracyDimension.Fleet).Calibration.Bins.Select(b => b.Requests).Where(n => n > 0)];
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(CalibrationBin.EnoughRequests - 1, true)]
    [InlineData(CalibrationBin.EnoughRequests, false)]
    public void CalibrationBin_FewRequests_IsThin(int requests, bool thin) => Assert.Equal(thin, new CalibrationBin(requests, 10, 5, 5).IsThin);

    [Fact]
    public void Read_RefusedOrFailedRequests_AreNoMisses()
    {
        _log.Complete(_log.Record(Decisions.Decide("refused", winner: null)), Decisions.Refused());
        _log.Complete(_log.Record(Decisions.Decide("failed")), Decisions.Served(error: DecisionOutcome.WorkerStatus));

        Assert.Equal(0, _monitor.Read(AccuracyWindow.All, AccuracyDimension.Fleet).Fleet.Requests);
    }

    [Fact]
    public void RemovedWorker_IsForgottenAndTheFleetIsNot()
    {
        var worker = _registry.Add(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://w1"), Models = ["m"] })!;
        End(Account(1000, 0, 0, 0), worker: "w1");

        _registry.Remove(worker.Id);

        Assert.Empty(Prompts(AccuracyDimension.Worker));
        Assert.Equal(1, _monitor.Read(AccuracyWindow.All, AccuracyDimension.Fleet).Fleet.Requests);
    }

    [Fact]
    public void Add_FromManyThreads_LosesNothing()
    {
        var accounts = Enumerable.Range(0, 4000)
            .Select(i => (Worker: $"w{i % 7}", Account: Account(1000 + (i % 13), 800, i % 700, i % 900))).ToArray();

        Parallel.ForEach(accounts, new ParallelOptions { MaxDegreeOfParallelism = 4 }, a => End(a.Account, worker: a.Worker));
        var view = _monitor.Read(AccuracyWindow.All, AccuracyDimension.Worker);

        Assert.Equal(accounts.Sum(a => (long)a.Account.Prompt), view.Fleet.Prompt);
        Assert.All(ReuseCauses.All, c => Assert.Equal(accounts.Sum(a => (long)a.Account[c]), view.Fleet[c]));
        foreach (var row in view.Rows)
        {
            var own = accounts.Where(a => a.Worker == row.Key).Select(a => a.Account).ToArray();
            Assert.Equal((own.Length, own.Sum(a => (long)a.Delivered)), (row.Totals.Requests, row.Totals.Delivered));
        }
    }

    [Fact]
    public void Read_RandomTraffic_AgreesWithANaiveModel()
    {
        var step = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Int[0, 1000]);
        step.Array[1, 60].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var book = new AccuracyBook(time);
            var model = new List<(long Second, ReuseAccount Account)>();
            var second = 0L;
            foreach (var (wait, _, captured, delivered) in steps)
            {
                time.Advance(TimeSpan.FromSeconds(wait));
                second += wait;
                var account = Account(1000, 1000, captured, delivered);
                book.Add(new AccuracyFacts(account.Prompt, account.Available, account.Captured, account));
                model.Add((second, account));
            }

            Check(AccuracyWindow.Minute, model.Where(m => m.Second / 5 > (second / 5) - 12));
            Check(AccuracyWindow.Quarter, model.Where(m => m.Second / 60 > (second / 60) - 15));
            Check(AccuracyWindow.All, model);

            void Check(AccuracyWindow window, IEnumerable<(long Second, ReuseAccount Account)> expected)
            {
                var accounts = expected.Select(e => e.Account).ToArray();
                var density = new int[AccuracyDensity.Bins * AccuracyDensity.Bins];
                var calibration = new CalibrationBin[AccuracyCalibration.Steps];
                var totals = book.Read(window, density, calibration);
                Assert.Equal((accounts.Length, accounts.Length), (totals.Requests, density.Sum()));
                Assert.Equal(accounts.Sum(a => (long)a.Delivered), totals.Delivered);
                Assert.Equal(new CalibrationBin(accounts.Length, totals.Prompt, totals.Captured, totals.Delivered), calibration.Aggregate(default(CalibrationBin), (a, b) => a + b));
                Assert.Equal(accounts.Sum(a => Math.Abs((long)a.Captured - a.Delivered)), totals.Error.Absolute);
                Assert.All(ReuseCauses.All, c => Assert.Equal(accounts.Sum(a => (long)a[c]), totals[c]));
            }
        });
    }

    private static ReuseEvidence Evidence(int prompt, int available, int captured, int delivered) =>
        new() { Prompt = prompt, Available = available, Captured = captured, Delivered = delivered, Deliverable = prompt };

    private static ReuseAccount Account(int prompt, int available, int captured, int delivered) =>
        ReuseAccount.Of(Evidence(prompt, available, captured, delivered));

    private (string Key, long Prompt)[] Prompts(AccuracyDimension by) =>
        [.. _monitor.Read(AccuracyWindow.All, by).Rows.Select(r => (r.Key, r.Totals.Prompt))];

    private long[] Requests() =>
        [.. Enum.GetValues<AccuracyWindow>().Select(w => _monitor.Read(w, AccuracyDimension.Fleet).Fleet.Requests)];

    private void End(ReuseAccount? account, string worker = "w1", string model = "m", string tenant = "t")
    {
        var entry = _log.Record(Decisions.Decide(
            $"r{Interlocked.Increment(ref _requests)}", worker, model, tenant, winnerBlocks: account is null ? 2 : 0, bestBlocks: account is null ? 5 : 0));
        _log.Complete(entry, Decisions.Served(worker) with { Account = account });
    }
}
