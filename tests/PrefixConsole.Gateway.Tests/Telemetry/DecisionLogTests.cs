using CsCheck;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class DecisionLogTests
{
    [Fact]
    public void Latest_BeforeAndAfterWrap_IsNewestFirstAndBounded()
    {
        var log = new DecisionLog(4);
        Assert.Empty(log.Latest(10));
        for (var i = 1; i <= 3; i++)
        {
            log.Record(Decisions.Decide($"r{i}"));
        }

        Assert.Equal(["r3", "r2", "r1"], log.Latest(10).Select(e => e.Id));
        for (var i = 4; i <= 10; i++)
        {
            log.Record(Decisions.Decide($"r{i}"));
        }

        Assert.Equal(["r10", "r9", "r8", "r7"], log.Latest(10).Select(e => e.Id));
        Assert.Equal([10L, 9L], log.Latest(2).Select(e => e.Sequence));
        Assert.Equal(10, log.Total);
        Assert.Empty(log.Latest(0));
        Assert.Empty(log.Latest(-5));
    }

    [Fact]
    public void Latest_WithBeforeSequence_PagesWithoutGapsOrRepeats()
    {
        var log = new DecisionLog(100);
        for (var i = 1; i <= 25; i++)
        {
            log.Record(Decisions.Decide($"r{i}"));
        }

        var seen = new List<long>();
        long? before = null;
        while (log.Latest(10, beforeSequence: before) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(e => e.Sequence));
            before = page[^1].Sequence;
        }

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), seen);
        Assert.Equal(25, log.Latest(1, beforeSequence: long.MaxValue)[0].Sequence);
        Assert.Empty(log.Latest(10, beforeSequence: 1));
        Assert.Empty(log.Latest(10, beforeSequence: long.MinValue + 1));
    }

    [Fact]
    public void Find_AfterItsSlotIsReused_ForgetsTheEntry()
    {
        var log = new DecisionLog(2);
        var first = log.Record(Decisions.Decide("a"));
        log.Record(Decisions.Decide("b"));
        Assert.Same(first, log.Find("a"));
        log.Record(Decisions.Decide("c"));
        Assert.Null(log.Find("a"));
        Assert.NotNull(log.Find("b"));
        Assert.Null(log.Find("nobody"));
    }

    [Fact]
    public void Find_WithAnIdUsedTwice_KeepsTheNewerWhenTheOlderLeaves()
    {
        var log = new DecisionLog(2);
        log.Record(Decisions.Decide("same"));
        var newer = log.Record(Decisions.Decide("same"));
        log.Record(Decisions.Decide("other"));
        Assert.Same(newer, log.Find("same"));
    }

    [Fact]
    public void Find_AfterAnyRecords_AgreesWithAListOfTheLastOnes() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 60].Array[0, 300]).Sample((capacity, ids) =>
        {
            var log = new DecisionLog(capacity);
            var all = ids.Select(id => log.Record(Decisions.Decide($"id-{id}"))).ToArray();
            foreach (var id in Enumerable.Range(0, 61).Select(n => $"id-{n}"))
            {
                Assert.Same(all.TakeLast(capacity).LastOrDefault(entry => entry.Id == id), log.Find(id));
            }
        });

    [Fact]
    public void Retry_KeepsTheFirstDecisionAndShowsTheSecond()
    {
        var log = new DecisionLog(4);
        var first = Decisions.Decide("a", "w1");
        var second = Decisions.Decide("a", "w2");
        var entry = log.Record(first);
        log.Retry(entry, second, AttemptFailure.Answered(503));
        Assert.Same(first, entry.FirstDecision);
        Assert.Equal((AttemptFailureKind.Answered, 503), (entry.FirstFailure!.Kind, entry.FirstFailure.Status));
        Assert.Same(second, entry.Decision);
        Assert.Equal(entry, Assert.Single(log.Latest(5, new DecisionFilter { RetriedOnly = true, Worker = "w2" })));
    }

    [Fact]
    public void Complete_CalledTwice_KeepsTheFirstOutcomeAndTellsOnce()
    {
        var log = new DecisionLog(4);
        var told = 0;
        log.Completed += _ => told++;
        var entry = log.Record(Decisions.Decide("a"));
        var outcome = Decisions.Served();
        log.Complete(entry, outcome);
        log.Complete(entry, Decisions.Refused());
        Assert.Same(outcome, entry.Outcome);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Latest_WithFilter_MatchesEveryField()
    {
        var log = new DecisionLog(10);
        log.Record(Decisions.Decide("aa-1", "w1", "m1", "t1", 1));
        var failed = log.Record(Decisions.Decide("bb-2", "w2", "m2", "t2", 2, reason: "cache-hit"));
        log.Complete(failed, Decisions.Served("w2", error: "worker_unreachable"));
        DecisionFilter[] only =
        [
            new() { Worker = "w2" }, new() { Model = "m2" }, new() { Tenant = "t2" }, new() { Revision = 2 },
            new() { Reason = "cache-hit" }, new() { Id = "BB" }, new() { ErrorsOnly = true },
        ];
        Assert.All(only, filter => Assert.Same(failed, Assert.Single(log.Latest(10, filter))));
        Assert.Equal(2, log.Latest(10, new DecisionFilter { Strategy = "approximate-prefix" }).Count);
        Assert.Empty(log.Latest(10, new DecisionFilter { RetriedOnly = true }));
    }

    [Fact]
    public void Latest_WithShares_TakesThoseWhoseAccountHasThem()
    {
        var log = new DecisionLog(10);
        var found = log.Record(Decisions.Decide("found"));
        log.Complete(found, Decisions.Served() with { Account = Account(captured: 620, delivered: 480) });
        log.Complete(log.Record(Decisions.Decide("other")), Decisions.Served() with { Account = Account(captured: 620, delivered: 620) });
        log.Complete(log.Record(Decisions.Decide("silent")), Decisions.Served());
        log.Record(Decisions.Decide("running"));

        Assert.Same(found, Assert.Single(log.Latest(10, new DecisionFilter { Captured = new(60, 65), Delivered = new(45, 50) })));
        Assert.Equal(["other", "found"], log.Latest(10, new DecisionFilter { Captured = new(60, 65) }).Select(e => e.Id));
        Assert.Empty(log.Latest(10, new DecisionFilter { Captured = new(65, 70) }));

        static ReuseAccount Account(int captured, int delivered) => ReuseAccount.Of(
            new ReuseEvidence { Prompt = 1000, Available = captured, Captured = captured, Delivered = delivered, Deliverable = 1000 });
    }

    [Fact]
    public void Latest_EndedSince_GoesByTheEndAndNotByTheDecision()
    {
        var log = new DecisionLog(10);
        var start = DateTimeOffset.UnixEpoch;
        log.Complete(log.Record(Decisions.Decide("over", at: start)), Decisions.Served() with { Duration = TimeSpan.FromSeconds(9) });
        log.Complete(log.Record(Decisions.Decide("long", at: start)), Decisions.Served() with { Duration = TimeSpan.FromSeconds(10) });
        log.Record(Decisions.Decide("running", at: start.AddSeconds(20)));

        Assert.Equal("long", Assert.Single(log.Latest(10, new DecisionFilter { EndedSince = start.AddSeconds(10) })).Id);
    }

    [Fact]
    public void Subscribe_SignalsRecordsRetriesAndCompletions_UntilDisposed()
    {
        var log = new DecisionLog(4);
        var signals = 0;
        var subscription = log.Subscribe(() => signals++);
        using var faulty = log.Subscribe(() => throw new InvalidOperationException("a page's fault"));
        var entry = log.Record(Decisions.Decide("a"));
        log.Retry(entry, Decisions.Decide("a"), AttemptFailure.Unreachable);
        log.Complete(entry, Decisions.Served());
        Assert.Equal(3, signals);
        subscription.Dispose();
        subscription.Dispose();
        log.Record(Decisions.Decide("b"));
        Assert.Equal(3, signals);
    }

    [Fact]
    public async Task WritersAndReaders_Together_NeverSeeTornOrUnorderedEntries()
    {
        const int Writers = 4;
        const int PerWriter = 20_000;
        var log = new DecisionLog(512);
        var cancel = TestContext.Current.CancellationToken;
        var writing = Enumerable.Range(0, Writers).Select(w => Task.Run(
            () =>
            {
                for (var i = 0; i < PerWriter; i++)
                {
                    log.Complete(log.Record(Decisions.Decide($"{w}-{i}")), Decisions.Served());
                }
            },
            cancel)).ToArray();
        var all = Task.WhenAll(writing);
        var reads = 0;
        var reading = Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                do
                {
                    var latest = log.Latest(512);
                    for (var i = 1; i < latest.Count; i++)
                    {
                        Assert.Equal(latest[i - 1].Sequence - 1, latest[i].Sequence);
                    }

                    Interlocked.Increment(ref reads);
                }
                while (!all.IsCompleted);
            },
            cancel)).ToArray();
        await Task.WhenAll([all, .. reading]);

        Assert.True(reads >= 2);
        Assert.Equal(Writers * PerWriter, log.Total);
        var kept = log.Latest(1000);
        Assert.Equal(512, kept.Count);
        Assert.Equal(kept.Count, kept.Select(e => e.Id).Distinct().Count());
        Assert.All(kept, e => Assert.Same(e, log.Find(e.Id)));
        Assert.All(kept, e => Assert.NotNull(e.Outcome));
        Assert.Null(log.Find("0-0"));
    }
}
