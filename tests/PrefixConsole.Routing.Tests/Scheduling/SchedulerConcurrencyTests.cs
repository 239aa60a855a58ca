using System.Collections.Concurrent;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class SchedulerConcurrencyTests
{
    private static readonly TimeSpan s_timeOut = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Schedule_TwoThreadsOnLeastLoaded_SpreadIsNeverMoreThanOne()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        var workers = Enumerable.Range(0, 7).Select(i => fixture.Add($"w{i}")).ToArray();
        var request = TestRequest.Create();
        const int Each = 5000;
        var decisions = new RoutingDecision[2 * Each];
        await OnThreads(2, thread =>
        {
            for (var i = 0; i < Each; i++)
            {
                decisions[(thread * Each) + i] = fixture.Scheduler.Schedule(request).Decision;
            }
        });

        // What each decision saw: had two decided on one count, someone would see a spread of 2.
        Assert.All(decisions, decision => Assert.InRange(
            decision.Candidates.Max(candidate => candidate.InFlight) - decision.Candidates.Min(candidate => candidate.InFlight), 0, 1));
        Assert.Equal(2 * Each, workers.Sum(worker => worker.Load.InFlight));
        Assert.InRange(workers.Max(worker => worker.Load.InFlight) - workers.Min(worker => worker.Load.InFlight), 0, 1);
    }

    [Fact]
    public async Task Apply_ThousandSwitchesUnderTraffic_EachDecisionIsOfOneRevision()
    {
        StrategySpec[] specs =
        [
            SchedulerFixture.Custom(null, ("prefix", 1)),
            SchedulerFixture.Custom("round-robin", ("queue", 2), ("kv-usage", 3)),
            new() { Name = StrategyNames.ApproximatePrefix },
            new() { Name = StrategyNames.ConsistentHash },
            SchedulerFixture.Spec(StrategyNames.ApproximateTree, (ApproximateTreeStrategy.Holder, ApproximateTreeStrategy.HolderLast)),
            new() { Name = StrategyNames.SessionAffinity },
        ];
        var fixture = new SchedulerFixture(specs[0]);
        var workers = Enumerable.Range(0, 8).Select(i => fixture.Add($"w{i}", predicted: i)).ToArray();
        var applied = new ConcurrentDictionary<int, StrategySpec> { [1] = specs[0] };
        var decisions = new ConcurrentBag<RoutingDecision>();
        using var scheduled = new SemaphoreSlim(0);
        var switching = true;
        using var permits = new SemaphoreSlim(0);
        await OnThreads(3, thread =>
        {
            if (thread == 0)
            {
                for (var i = 1; i <= 1000; i++)
                {
                    var spec = specs[i % specs.Length];
                    applied[i + 1] = spec;
                    Assert.True(fixture.Strategies.Apply(spec, "test", "", i).Applied);
                    // Two of the four are awaited: those begun after the switch, while up to two meet the next one.
                    permits.Release(4);
                    for (var awaited = i == 1 ? 2 : 0; awaited < 4; awaited++)
                    {
                        Assert.True(scheduled.Wait(s_timeOut, TestContext.Current.CancellationToken));
                    }
                }

                Volatile.Write(ref switching, false);
                permits.Release(2);
                return;
            }

            for (var i = 0; Volatile.Read(ref switching); i++)
            {
                permits.Wait(TestContext.Current.CancellationToken);
                var request = TestRequest.Create(id: $"{thread}-{i}", session: $"s{i % 9}");
                var result = fixture.Scheduler.Schedule(request);
                decisions.Add(result.Decision);
                lock (fixture.Learned)
                {
                    fixture.Scheduler.RecordServed(request, result.Worker!);
                }

                result.Lease!.Dispose();
                scheduled.Release();
            }
        });

        Assert.Equal(Enumerable.Range(2, 1000), decisions.Select(decision => decision.Revision).Distinct().Order().SkipWhile(number => number == 1));
        Assert.All(decisions, decision =>
        {
            var spec = applied[decision.Revision];
            Assert.NotNull(decision.Winner);
            Assert.Equal(spec.Name, decision.Strategy);
            var expected = spec.Name == StrategyNames.ApproximatePrefix
                ? [("prefix", 3f), ("queue", 2f), ("kv-usage", 2f)]
                : spec.Scorers.Select(scorer => (scorer.Scorer, (float)scorer.Weight)).ToArray();
            Assert.Equal(expected, decision.Scorers.Select(row => (row.Scorer, row.Weight)));
        });
        Assert.All(workers, worker => Assert.Equal((0, 0L, 0L), (worker.Load.InFlight, worker.Load.InFlightTokens, worker.Load.PendingPrefillTokens)));
    }

    [Fact]
    public async Task Schedule_FleetChangesMeanwhile_NeverFailsAndLeasesReturn()
    {
        var fixture = new SchedulerFixture(StrategyNames.ConsistentHash);
        var steady = fixture.Add("steady");
        var changing = true;
        using var permits = new SemaphoreSlim(0);
        using var scheduled = new SemaphoreSlim(0);
        var seen = new ConcurrentDictionary<Worker, bool>();
        await OnThreads(2, thread =>
        {
            if (thread == 0)
            {
                for (var i = 0; i < 200; i++)
                {
                    var worker = fixture.Registry.AddReady($"w{i % 5}");
                    permits.Release(2);
                    Assert.True(scheduled.Wait(s_timeOut, TestContext.Current.CancellationToken));
                    fixture.Registry.SetStatus(worker, WorkerStatus.Draining, "test");
                    fixture.Registry.Remove(worker.Id);
                    Assert.True(scheduled.Wait(s_timeOut, TestContext.Current.CancellationToken));
                }

                Volatile.Write(ref changing, false);
                permits.Release();
                return;
            }

            for (ulong i = 0; Volatile.Read(ref changing); i++)
            {
                permits.Wait(TestContext.Current.CancellationToken);
                using var lease = fixture.Scheduler.Schedule(TestRequest.Create(blocks: 1, firstHash: i * 0x9E3779B97F4A7C15)) is var result ? result.Lease! : null;
                Assert.NotNull(result.Worker);
                seen[result.Worker] = true;
                scheduled.Release();
            }
        });

        Assert.True(seen.ContainsKey(steady) && seen.Count > 10, $"{seen.Count} workers seen");
        Assert.All(seen.Keys, worker => Assert.Equal(0, worker.Load.InFlight));
    }

    private static Task OnThreads(int count, Action<int> run) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () => run(thread), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
}
