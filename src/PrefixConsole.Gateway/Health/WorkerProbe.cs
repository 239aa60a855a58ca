using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>Looks at one worker once: health, then its models and its metrics. Neither of the latter two makes a worker unwell.</summary>
internal sealed class WorkerProbe(
    WorkerQuestions questions,
    WorkerHealth health,
    ProbeLog log,
    ApproximatePrefixTree predicted,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time)
{
    private const double BytesPerToken = 4;

    private readonly ConditionalWeakTable<Worker, object> _budgets = [];

    public async Task RunAsync(Worker worker, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(current.ProbeTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (status, _) = await GetAsync(worker, "health", both.Token);
            ModelList? listed = null;
            if (status is HttpStatusCode.NotFound || worker.Config.Models.IsEmpty)
            {
                var (modelsStatus, answer) = await GetAsync(worker, "v1/models", both.Token);
                status = status is HttpStatusCode.NotFound ? modelsStatus : status;
                listed = modelsStatus is HttpStatusCode.OK ? ModelList.Parse(answer) : null;
            }

            if ((int)status is < 200 or >= 300)
            {
                Failed(worker, started, $"health check answered {(int)status}", null);
                return;
            }

            if (listed is not null)
            {
                worker.SetListedModels(listed.Models, listed.Adapters);
            }

            log.Add(worker, new ProbeResult(time.GetUtcNow(), Well: true, time.GetElapsedTime(started), ""));
            await ScrapeAsync(worker, current, both.Token);
            health.Succeeded(worker);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(worker, started, $"no answer to the health check within {current.ProbeTimeout.TotalSeconds:0.###} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Failed(worker, started, (WorkerFailure.IsRefused(e) ? "connection refused: " : "health check failed: ") + e.Message, e);
        }
    }

    private void Failed(Worker worker, long started, string reason, Exception? cause)
    {
        log.Add(worker, new ProbeResult(time.GetUtcNow(), Well: false, time.GetElapsedTime(started), reason));
        health.Failed(worker, reason, cause);
    }

    private async Task ScrapeAsync(Worker worker, GatewayOptions current, CancellationToken cancellationToken)
    {
        try
        {
            var trtLlm = worker.Config.Engine is EngineKind.TensorRtLlm || worker.Metrics?.Engine is EngineKind.TensorRtLlm;
            var (status, text) = await questions.MetricsAsync(worker.Config.Address, worker.Config.MetricsAddress, trtLlm, cancellationToken);
            if (status is HttpStatusCode.OK)
            {
                var metrics = EngineMetrics.Read(text.Span, time.GetTimestamp(), worker.Config.Engine);
                if (metrics is { Engine: EngineKind.LlamaCpp, KvUsage: null })
                {
                    metrics = metrics with { KvUsage = await SlotUsageAsync(worker, cancellationToken) };
                }

                health.Scraped(worker, metrics);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // no metrics this time: the last ones grow old, and the scheduler stops counting them
        }

        if (worker is { KvBlocks: { } blocks, BlockSize: { } size })
        {
            var budget = Math.Max(1, (long)(blocks * (double)size * BytesPerToken / current.TextBlockBytes));
            if (_budgets.TryGetValue(worker, out var known) && (long)known == budget)
            {
                return;
            }

            predicted.SetBudget(worker.Slot, budget);
            _budgets.AddOrUpdate(worker, budget);
        }
    }

    /// <summary>Null when the worker does not tell, which <c>--no-slots</c> makes of it.</summary>
    private async Task<double?> SlotUsageAsync(Worker worker, CancellationToken cancellationToken)
    {
        try
        {
            var (status, slots) = await GetAsync(worker, "slots", cancellationToken);
            return status is HttpStatusCode.OK ? LlamaCppSlots.Usage(slots) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> GetAsync(Worker worker, string path, CancellationToken cancellationToken) =>
        questions.GetAsync(worker.Config.Address, path, cancellationToken);
}
