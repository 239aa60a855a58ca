using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Configuration;

public sealed class FleetServiceTests : IDisposable
{
    private static readonly WorkerId s_w1 = new("w1");

    private readonly FakeTimeProvider _time = new();
    private readonly GatewayOptions _options = new();
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly ReportedPrefixIndex _index = new();
    private readonly ReportedCaches _reported;
    private readonly FleetService _fleet;

    public FleetServiceTests()
    {
        _registry = new WorkerRegistry(_time);
        _tree = new ApproximatePrefixTree(_time, 1000);
        _reported = new ReportedCaches(_index, 16, _time);
        _fleet = new FleetService(_registry, _tree, _reported, Options.Create(_options), new OwnAddresses("http://localhost:8080"));
    }

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void Add_ValidWorker_IsPendingWithWhatWasSaid()
    {
        Assert.Empty(_fleet.Add(new WorkerOptions
        {
            Id = "w1",
            Url = "http://10.0.0.1:8000/base",
            Models = ["m", "m"],
            Adapters = ["a"],
            Role = "decode",
            KvBlocks = 100,
            BlockSize = 32,
        }));
        var worker = _registry.Find(s_w1)!;
        Assert.Equal(WorkerStatus.Pending, worker.Status);
        Assert.Equal("http://10.0.0.1:8000/base", worker.Config.Address.ToString());
        Assert.Equal(["m"], worker.Config.Models);
        Assert.Equal(WorkerRole.Decode, worker.Config.Role);
        Assert.Equal(32, worker.BlockSize);
        Assert.False(worker.Config.Simulated);
    }

    [Fact]
    public void Check_SaysWhatAddingWould_AndAddsNothing()
    {
        Add();
        var taken = new WorkerOptions { Id = "w1", Url = "http://10.0.0.2", KvEvents = new() { Endpoint = "tcp://*:5557" } };

        Assert.Equal("'w1' is taken", Assert.Single(_fleet.Check(taken)).Message);
        Assert.Empty(_fleet.Check(taken, named: false));
        Assert.Empty(_fleet.Add(new WorkerOptions { Id = "w2", Url = "http://10.0.0.2", KvEvents = new() { Endpoint = "tcp://*:5557" } }));
        Assert.Equal(["id", "kvEvents.endpoint"], _fleet.Check(taken).Select(e => e.Field));
        Assert.Equal(["url"], _fleet.Check(new WorkerOptions { Url = "http://169.254.169.254" }, named: false).Select(e => e.Field));
        Assert.Equal(2, _registry.Workers.Length);
    }

    [Fact]
    public void Add_IdTaken_IsAnErrorOfTheId()
    {
        Add();
        Assert.Equal("id", Assert.Single(_fleet.Add(new WorkerOptions { Id = "w1", Url = "http://10.0.0.2" })).Field);
        Assert.Equal("10.0.0.1", _registry.Find(s_w1)!.Config.Address.Host);
    }

    [Fact]
    public void Add_Loopback_NeedsPermissionUnlessSimulated_AndNeverOurPort()
    {
        _options.AllowPrivateWorkers = false;
        var local = new WorkerOptions { Id = "w1", Url = "http://127.0.0.1:9001" };
        Assert.Equal("url", Assert.Single(_fleet.Add(local)).Field);
        Assert.Empty(_fleet.Add(local, simulated: true));
        Assert.True(_registry.Find(s_w1)!.Config.Simulated);
        Assert.Equal("url", Assert.Single(_fleet.Add(new WorkerOptions { Id = "w2", Url = "http://127.0.0.1:8080" }, simulated: true)).Field);
    }

    [Fact]
    public void Add_Invalid_LeavesTheFleetAsItIs()
    {
        Assert.Equal(2, _fleet.Add(new WorkerOptions { Id = "=cmd|' /C calc'!A0", Url = "http://169.254.169.254" }).Length);
        Assert.Empty(_registry.Workers);
    }

    [Fact]
    public void DrainAndUndrain_ChangeTheStatus_AndUndrainTouchesNothingElse()
    {
        Add();
        var worker = _registry.Find(s_w1)!;
        _registry.SetStatus(worker, WorkerStatus.Ready, "probe");
        Assert.True(_fleet.Undrain(s_w1));
        Assert.Equal(WorkerStatus.Ready, worker.Status);
        Assert.True(_fleet.Drain(s_w1));
        Assert.Equal(WorkerStatus.Draining, worker.Status);
        Assert.True(_fleet.Undrain(s_w1));
        Assert.Equal(WorkerStatus.Pending, worker.Status);
    }

    [Fact]
    public void UnknownWorker_IsFalseEverywhere()
    {
        var nobody = new WorkerId("nobody");
        Assert.False(_fleet.Drain(nobody));
        Assert.False(_fleet.Undrain(nobody));
        Assert.False(_fleet.Remove(nobody));
        Assert.False(_fleet.ResetIndex(nobody));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RemoveAndResetIndex_PurgeBothIndexes(bool remove)
    {
        Add();
        var slot = _registry.Find(s_w1)!.Slot;
        var blocks = PrefixHasher.HashText(Encoding.UTF8.GetBytes(new string('x', 1024)), new PrefixNamespace("m"), 256, []);
        _tree.Insert(slot, blocks, "m");
        Report(_registry.Find(s_w1)!);
        Assert.Equal((4L, 1L), (_tree.BlocksOf(slot), _index.BlocksOf(slot)));
        Assert.True(remove ? _fleet.Remove(s_w1) : _fleet.ResetIndex(s_w1));
        Assert.Equal(0, _tree.BlocksOf(slot));
        Assert.Equal(0, _index.BlocksOf(slot));
        Assert.Equal(remove, _registry.Find(s_w1) is null);
    }

    private void Report(Worker worker)
    {
        var feed = _reported.Open(worker, 0)!;
        feed.Receive(0, 1);
        feed.OnEvent(new KvEvent { Kind = KvEventKind.Stored, EngineHashes = [1], Tokens = Enumerable.Range(0, 16).ToArray(), BlockSize = 16 });
        feed.EndBatch();
    }

    private void Add() => Assert.Empty(_fleet.Add(new WorkerOptions { Id = "w1", Url = "http://10.0.0.1" }));
}
