using PrefixConsole.Benchmarks.Replay;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class PlainWorkerTests
{
    private const double Overhead = 0.005;
    private const double PerToken = 0.05 / 512;

    [Fact]
    public void Submit_Twice_PrefillsOneAfterTheOther()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 100);

        var first = engine.Submit(Request(0, 10, 1, 2));
        var second = engine.Submit(Request(0, 10, 3));
        Assert.Equal(new EngineGauges(1, 1, 0.02), engine.Worker.Read());
        engine.Events.RunToEnd();

        var alone = Overhead + (1025 * PerToken);
        Assert.Equal(alone, first.TimeToFirstToken, 1e-9);
        Assert.Equal(alone + Overhead + (513 * PerToken), second.TimeToFirstToken, 1e-9);
        Assert.Equal(second.TimeToFirstToken + 0.2, engine.Events.Time.Now, 1e-9);
        Assert.Equal(second.TimeToFirstToken, engine.Worker.PrefillSeconds, 1e-9);
    }

    [Fact]
    public void Submit_SharedPrefix_CountsHitsWhenThePrefillStarts()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 100);

        engine.Submit(Request(0, 1, 1, 2, 3));
        var queued = engine.Submit(Request(0, 1, 1, 2, 7));
        engine.Events.RunToEnd();

        Assert.Equal(1024, queued.CachedTokens);
        Assert.Equal(2 * Overhead + ((1537 + 513) * PerToken), queued.TimeToFirstToken, 1e-9);
    }

    [Fact]
    public void Submit_EvictedWhileQueued_IsNoHit()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 2);
        engine.Submit(Request(0, 1, 1, 2));

        engine.Submit(Request(0, 1, 8, 9));
        var queued = engine.Submit(Request(0, 1, 1, 2));
        engine.Events.RunToEnd();

        Assert.Equal(0, queued.CachedTokens);
    }

    [Fact]
    public void Submit_MoreThanSlots_WaitForADecodeToEnd()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 1000);
        for (var i = 0; i < PlainWorker.Slots; i++)
        {
            engine.Submit(Request(0, i == 5 ? 1000 : 100_000, i + 1));
        }

        var late = engine.Submit(Request(0, 1, 99));
        engine.Events.RunUntil(15);
        Assert.Equal(new EngineGauges(1, PlainWorker.Slots, 0.032), engine.Worker.Read());

        engine.Events.RunToEnd();

        var prefill = Overhead + (513 * PerToken);
        Assert.Equal((6 * prefill) + 20 + prefill, late.TimeToFirstToken, 1e-9);
    }

    [Fact]
    public void Run_ManyPrompts_ReportsAgreeWithTheHits()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 7);
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var root = random.Next(1, 6) * 100;
            var request = Request(i * 1000, 1, [.. Enumerable.Range(root, random.Next(1, 10)).Select(id => (long)id)]);
            var expected = new PlainEngineModel().CacheableBlocks(request, i).TakeWhile(engine.Reports.Resident.Contains).Count() * 512;

            var dispatch = engine.Submit(request);
            engine.Events.RunToEnd();

            Assert.Equal(expected, dispatch.CachedTokens);
            Assert.InRange(engine.Reports.Resident.Count, 1, 7);
        }
    }

    [Fact]
    public void Lease_FollowsTheRequest()
    {
        var engine = new EngineHarness(new PlainEngineModel(), 10);
        engine.Submit(Request(0, 50, 1));
        Assert.Equal((1, 513), (engine.Load.InFlight, engine.Load.PendingPrefillTokens));

        engine.Events.RunUntil(0.5);
        Assert.Equal((1, 0), (engine.Load.InFlight, engine.Load.PendingPrefillTokens));

        engine.Events.RunToEnd();
        Assert.Equal(0, engine.Load.InFlight);
    }

    [Theory]
    [InlineData(512, 0)]
    [InlineData(513, 1)]
    [InlineData(1024, 1)]
    [InlineData(5000, 3)]
    public void CacheableBlocks_LeaveOneTokenToCompute(int inputTokens, int expected) =>
        Assert.Equal(expected, new PlainEngineModel().CacheableBlocks(new(0, inputTokens, 1, [1, 2, 3]), 0).Length);

    [Fact]
    public void CacheableBlocks_SameIdAfterAnotherParent_IsAnotherBlock()
    {
        var model = new PlainEngineModel();

        var one = model.CacheableBlocks(Request(0, 1, 1, 5), 0);
        var other = model.CacheableBlocks(Request(0, 1, 2, 5), 1);

        Assert.NotEqual(one[1], other[1]);
        Assert.Equal(one, model.CacheableBlocks(Request(9, 4, 1, 5), 2));
    }
}
