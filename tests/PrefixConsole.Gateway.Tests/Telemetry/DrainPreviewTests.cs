using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class DrainPreviewTests : IDisposable
{
    /// <summary>256 bytes, 4 of them a token.</summary>
    private const int Block = 64;

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly DecisionLog _log = new(100);
    private readonly FleetMonitor _monitor;
    private readonly DrainPreview _preview;

    public DrainPreviewTests()
    {
        _registry = new WorkerRegistry(_time);
        _tree = new ApproximatePrefixTree(_time, 1000);
        _monitor = new FleetMonitor(_registry, _tree, new ReportedCaches(new ReportedPrefixIndex(), 16, _time), _log, _time, new GatewayOptions());
        var explorer = new PrefixExplorer(_tree, _registry, new PreviewStore(), _time, new GatewayOptions());
        _preview = new DrainPreview(_monitor, new PrefixLenses(_tree, _registry, explorer, _time));
        Add("a", ["m", "only-a"], WorkerStatus.Ready);
        Add("b", ["m"], WorkerStatus.Ready);
        Add("c", ["m", "old"], WorkerStatus.Draining);
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Quiet_ShareIsUnknown_NotZero()
    {
        var impact = Of("b");

        Assert.Equal((0, 0.0, null, 0L, 0L, 1.0, 1), (impact.InFlight, impact.RequestsPerSecond, impact.Share, impact.PredictedTokens, impact.SoleTokens, impact.ReadShare, impact.Staying));
        Assert.Empty(impact.Orphans);
    }

    [Fact]
    public void Traffic_IsTheShareOfWhoLeaves()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            var winner = i < 7 ? "a" : "b";
            _log.Complete(_log.Record(Decisions.Decide($"r{i}", winner)), Decisions.Served(winner));
        }

        Find("a").Load.Acquire(10, 10);
        Find("b").Load.Acquire(10, 10);
        Find("b").Load.Acquire(10, 10);

        Assert.Equal((1, 0.7), (Of("a").InFlight, Of("a").Share!.Value));
        Assert.Equal((3, 1.0), (Of("a", "b").InFlight, Of("a", "b").Share!.Value));
    }

    [Fact]
    public void Sole_IsWhatNoReadyWorkerThatStaysHolds()
    {
        Serve("a", 1, 2, 3, 4, 5);
        Serve("b", 1, 2);
        Serve("c", 1, 2, 3, 4);

        // c drains already: what it holds serves nobody new.
        Assert.Equal((5 * Block, 3 * Block), (Of("a").PredictedTokens, Of("a").SoleTokens));
        Assert.Equal(0, Of("b").SoleTokens);
        Assert.Equal((7 * Block, 5 * Block), (Of("a", "b").PredictedTokens, Of("a", "b").SoleTokens));
    }

    [Fact]
    public void Models_ThatNobodyServesThen_AreNamed()
    {
        Assert.Equal(["only-a"], Of("a").Orphans);
        Assert.Equal(["m", "only-a"], Of("a", "b").Orphans);
        Assert.Equal((0, 1), (Of("a", "b").Staying, Of("a").Staying));
    }

    [Fact]
    public void Unknown_IsLeftOut() => Assert.Equal((0L, 2), (Of("gone").PredictedTokens, Of("gone").Staying));

    private DrainImpact Of(params string[] leaving) => _preview.Of([.. leaving.Select(id => new WorkerId(id))]);

    private Worker Find(string id) => _registry.Find(new WorkerId(id))!;

    private void Add(string id, string[] models, WorkerStatus status) => _registry.SetStatus(
        _registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://10.0.0.1"), Models = [.. models] })!, status, "");

    private void Serve(string worker, params ulong[] hashes) => _tree.Insert(
        Find(worker).Slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = hashes.Length * 256 }, "m");
}
