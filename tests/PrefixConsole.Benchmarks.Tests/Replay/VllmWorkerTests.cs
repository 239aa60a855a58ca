using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Simulation.Engine;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class VllmWorkerTests
{
    private readonly EngineHarness _engine = new(new VllmEngineModel(), 1000);

    [Fact]
    public void Submit_SharedPrefix_HitsItsBlocksOf16()
    {
        _engine.Submit(Request(0, 4, 1, 2, 3));

        var second = _engine.Submit(Request(10_000, 4, 1, 2, 7));
        _engine.Events.RunToEnd();

        Assert.Equal(1024, second.CachedTokens);
    }

    [Fact]
    public void Submit_TokensThatNoIdNames_AreNotShared()
    {
        _engine.Submit(new(0, 2000, 4, [1]));

        var second = _engine.Submit(new(10_000, 2000, 4, [1]));
        _engine.Events.RunToEnd();

        Assert.Equal(512, second.CachedTokens);
    }

    [Fact]
    public void Run_OneRequest_TakesThePassesOfTheEngine()
    {
        var dispatch = _engine.Submit(Request(0, 3, 1));
        _engine.Events.RunToEnd();

        // 513 tokens are two passes, the second with one token; each pass with a finished prompt decodes too
        var fill = (513 + 0.0) / 16_000;
        var first = EngineTiming.PrefillMilliseconds(512) + EngineTiming.PrefillMilliseconds(1) + EngineTiming.DecodeMilliseconds(fill);
        var more = EngineTiming.DecodeMilliseconds(514.0 / 16_000) + EngineTiming.DecodeMilliseconds(515.0 / 16_000);
        Assert.Equal(first / VllmEngineModel.Speed / 1000, dispatch.TimeToFirstToken, 1e-6);
        Assert.Equal((first + more) / VllmEngineModel.Speed / 1000, _engine.Events.Time.Now, 1e-6);
        Assert.Equal(0, _engine.Load.InFlight);
    }

    [Fact]
    public void Run_ManyPrompts_ReportsAgreeWithTheHits()
    {
        var engine = new EngineHarness(new VllmEngineModel(), 300);
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            engine.Events.RunToEnd();
            var root = random.Next(1, 6) * 100;
            var request = Request(i * 10_000, 40, [.. Enumerable.Range(root, random.Next(1, 7)).Select(id => (long)id)]);
            var expected = new VllmEngineModel().CacheableBlocks(request, i).TakeWhile(engine.Reports.Resident.Contains).Count() * 16;
            var dispatch = engine.Submit(request);
            engine.Events.RunToEnd();
            Assert.Equal(expected, dispatch.CachedTokens);
        }
    }

    [Fact]
    public void Model_Speeds_AreThoseOfThePlainEngine()
    {
        const int Tokens = 512;
        var alone = EngineTiming.PrefillMilliseconds(Tokens) / VllmEngineModel.Speed / 1000;

        Assert.Equal(1, PlainWorker.PrefillSecondsPerToken * Tokens / alone, 0.05);
    }

    [Fact]
    public void Ranking_OfExtremes_Survives()
    {
        var options = Options(workers: 2, load: 0.7, limit: 250);
        var blind = Run("random", options, new VllmEngineModel());
        var aware = Run("approximate-prefix", options, new VllmEngineModel());

        Assert.True(aware.HitRate > blind.HitRate, $"{aware.HitRate} {blind.HitRate}");
        Assert.True(aware.MeanTtft < blind.MeanTtft, $"{aware.MeanTtft} {blind.MeanTtft}");
    }
}
