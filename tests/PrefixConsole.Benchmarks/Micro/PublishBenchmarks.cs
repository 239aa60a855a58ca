using BenchmarkDotNet.Attributes;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>Putting a decision's record into the full log, with subscribers that only set a flag.</summary>
public class PublishBenchmarks
{
    private DecisionLog _log = null!;
    private RoutingDecision[] _decisions = [];
    private int _next;
    private bool _signalled;

    [Params(0, 4)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _log = new DecisionLog(1000);
        var fleet = new LoadedFleet(8, CatalogSpecs.Of(StrategyNames.ApproximatePrefix));
        _decisions = [.. fleet.Requests.Select(request => fleet.Scheduler.Schedule(request).Decision)];
        for (var i = 0; i < Subscribers; i++)
        {
            _log.Subscribe(() => Volatile.Write(ref _signalled, true));
        }
    }

    [Benchmark]
    public object Record() => _log.Record(_decisions[_next = _next + 1 == _decisions.Length ? 0 : _next + 1]);
}
