using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

/// <summary>A scheduler over indexes that say what the test wants.</summary>
internal sealed class SchedulerFixture
{
    public SchedulerFixture(StrategySpec spec, int seed = 1)
    {
        Registry = new WorkerRegistry(Time);
        Strategies = new StrategyStore(new StrategyCatalog(), Time, spec, seed);
        Scheduler = new RequestScheduler(
            Registry,
            Predicted,
            Reported,
            Strategies,
            Time,
            (slot, blocks, label) =>
            {
                Learned.Add((slot, blocks.Count, label));
                OnLearn?.Invoke(slot, blocks);
            },
            Forgotten.Add,
            metricsMaxAge: null);
    }

    public SchedulerFixture(string strategy, params ReadOnlySpan<(string Name, ParameterValue Value)> parameters)
        : this(Spec(strategy, parameters))
    {
    }

    public FakeTimeProvider Time { get; } = new();

    public WorkerRegistry Registry { get; }

    public FakeOverlap Predicted { get; } = new();

    public FakeReported Reported { get; } = new();

    public StrategyStore Strategies { get; }

    public RequestScheduler Scheduler { get; }

    public List<(int Slot, int Blocks, string Label)> Learned { get; } = [];

    public List<int> Forgotten { get; } = [];

    public Action<int, PromptBlocks>? OnLearn { get; set; }

    public static StrategySpec Spec(string strategy, params ReadOnlySpan<(string Name, ParameterValue Value)> parameters)
    {
        var spec = new StrategySpec { Name = strategy };
        foreach (var (name, value) in parameters)
        {
            spec = spec with { Parameters = spec.Parameters.SetItem(name, value) };
        }

        return spec;
    }

    public static StrategySpec Custom(string? picker, params ReadOnlySpan<(string Scorer, double Weight)> scorers)
    {
        var spec = new StrategySpec { Name = StrategyNames.Custom, Picker = picker };
        foreach (var (scorer, weight) in scorers)
        {
            spec = spec with { Scorers = spec.Scorers.Add(new ScorerWeight(scorer, weight)) };
        }

        return spec;
    }

    public Worker Add(string id, int load = 0, int predicted = 0)
    {
        var worker = Registry.AddReady(id);
        worker.Occupy(load);
        Predicted[worker.Slot] = predicted;
        return worker;
    }

    public void Report(Worker worker, int? waiting = null, int? running = null, double? kvUsage = null) =>
        worker.Report(Time.GetTimestamp(), waiting, running, kvUsage);

    /// <summary>Schedules and finishes at once, so that loads stay as they were.</summary>
    public RoutingDecision Decide(RoutingRequest? request = null)
    {
        var result = Scheduler.Schedule(request ?? TestRequest.Create());
        result.Lease?.Dispose();
        return result.Decision;
    }

    public string? Winner(RoutingRequest? request = null) => Decide(request).Winner?.Value;
}
