using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Tests.Api;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Live;

public sealed class DecisionFeedTests : ApiTest
{
    [Fact]
    public void Read_MoreThanABatch_SamplesTheNewestAndSaysHowManyAreMissing()
    {
        Host.AddWorker("w1");
        var feed = new DecisionFeed(Host.Get<DecisionLog>(), new DecisionFilter());
        Assert.Null(feed.Read());
        for (var i = 0; i < DecisionFeed.BatchLimit + 50; i++)
        {
            Host.Request($"r{i}");
        }

        var batch = feed.Read()!;
        Assert.Equal(DecisionFeed.BatchLimit + 50 - DecisionFeed.SampleLimit, batch.Skipped);
        Assert.Equal(DecisionFeed.SampleLimit, batch.Decisions.Count);
        Assert.Equal($"r{DecisionFeed.BatchLimit + 50 - DecisionFeed.SampleLimit}", batch.Decisions[0].Id);
        Assert.Equal($"r{DecisionFeed.BatchLimit + 49}", batch.Decisions[^1].Id);
        Assert.Null(feed.Read());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("acme")]
    public void Read_AsManyAsABatchHolds_LeavesNoneOut(string? tenant)
    {
        Host.AddWorker("w1");
        var feed = new DecisionFeed(Host.Get<DecisionLog>(), new DecisionFilter { Tenant = tenant });
        for (var i = 0; i < DecisionFeed.BatchLimit; i++)
        {
            Host.Request($"r{i}", tenant: "acme");
        }

        var batch = feed.Read()!;
        Assert.Equal(0, batch.Skipped);
        Assert.Equal(Enumerable.Range(0, DecisionFeed.BatchLimit).Select(i => $"r{i}"), batch.Decisions.Select(d => d.Id));
    }

    [Fact]
    public void Read_MoreMatchesThanABatch_CountsOnlyMatchesAsSkipped()
    {
        Host.AddWorker("w1");
        var feed = new DecisionFeed(Host.Get<DecisionLog>(), new DecisionFilter { Tenant = "acme" });
        for (var i = 0; i < 2 * (DecisionFeed.BatchLimit + 5); i++)
        {
            Host.Request($"r{i}", tenant: i % 2 == 0 ? "acme" : "other");
        }

        var batch = feed.Read()!;
        Assert.Equal(DecisionFeed.BatchLimit + 5 - DecisionFeed.SampleLimit, batch.Skipped);
        Assert.Equal(DecisionFeed.SampleLimit, batch.Decisions.Count);
        Assert.All(batch.Decisions, d => Assert.Equal("acme", d.Tenant));
    }

    [Fact]
    public void Read_MispredictedOnly_AnnouncesARequestWhenItsAccountIsKnown()
    {
        Host.AddWorker("w1");
        var log = Host.Get<DecisionLog>();
        var feed = new DecisionFeed(log, new DecisionFilter { MispredictedOnly = true });
        var entry = log.Record(DecisionSamples.Scored());
        Assert.Null(feed.Read());
        log.Complete(entry, DecisionSamples.Done() with { Account = DecisionSamples.Account() });
        Assert.Equal("r-1", Assert.Single(feed.Read()!.Completed).Id);
    }

    [Fact]
    public void Read_Shares_AnnouncesARequestWhenItsAccountIsKnown()
    {
        Host.AddWorker("w1");
        var log = Host.Get<DecisionLog>();
        var feed = new DecisionFeed(log, new DecisionFilter { Captured = new(60, 65) });
        var entry = log.Record(DecisionSamples.Scored());
        Assert.Null(feed.Read());
        log.Complete(entry, DecisionSamples.Done() with { Account = DecisionSamples.Account() });
        Assert.Equal("r-1", Assert.Single(feed.Read()!.Completed).Id);
    }

    [Fact]
    public void Read_ErrorsOnly_AnnouncesARequestWhenItHasFailed()
    {
        Host.AddWorker("w1");
        var log = Host.Get<DecisionLog>();
        var feed = new DecisionFeed(log, new DecisionFilter { ErrorsOnly = true });
        Host.Request("good");
        var bad = Host.Request("bad", complete: false);
        Assert.Null(feed.Read());
        log.Complete(bad, new DecisionOutcome { StatusCode = 502, Served = null, Error = "worker_error", Duration = TimeSpan.Zero });
        Assert.Equal("bad", Assert.Single(feed.Read()!.Completed).Id);
        Assert.Null(feed.Read());
    }
}
