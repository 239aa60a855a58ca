using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Testing.Scheduling;

/// <summary>Fills a registry with workers in a given state.</summary>
public static class TestFleet
{
    public static WorkerConfig Config(string id, params ImmutableArray<string> models) => new()
    {
        Id = new WorkerId(id),
        Address = new Uri("http://127.0.0.1:9000"),
        Models = models.IsEmpty ? [TestRequest.Model] : models,
    };

    public static Worker AddReady(this WorkerRegistry registry, string id, params ImmutableArray<string> models) =>
        registry.AddReady(Config(id, models));

    public static Worker AddReady(this WorkerRegistry registry, WorkerConfig config)
    {
        var worker = registry.Add(config) ?? throw new InvalidOperationException($"{config.Id} was refused");
        registry.SetStatus(worker, WorkerStatus.Ready, "test");
        return worker;
    }

    /// <summary>Counts requests on a worker that never finish.</summary>
    public static void Occupy(this Worker worker, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            worker.Load.Acquire(0, 0);
        }
    }

    public static void Report(this Worker worker, long timestamp, int? waiting = null, int? running = null, double? kvUsage = null) =>
        worker.SetMetrics(new WorkerMetrics(waiting, running, kvUsage, null, null, null, null, timestamp));
}
