using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>Looks at one worker once: health, then its models and its metrics. Neither of the latter two makes a worker unwell.</summary>
internal sealed class WorkerProbe(
    WorkerClient client,
    WorkerHealth health,
    ApproximatePrefixTree predicted,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time)
{
    /// <summary>Answers longer than this are cut off.</summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    private const double BytesPerToken = 4;

    private readonly ConditionalWeakTable<Worker, object> _budgets = [];

    public async Task RunAsync(Worker worker, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
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
                health.Failed(worker, $"health check answered {(int)status}", null);
                return;
            }

            if (listed is not null)
            {
                worker.SetListedModels(listed.Models, listed.Adapters);
            }

            await ScrapeAsync(worker, current, both.Token);
            health.Succeeded(worker);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            health.Failed(worker, $"no answer to the health check within {current.ProbeTimeout.TotalSeconds:0.###} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            health.Failed(worker, (WorkerFailure.IsRefused(e) ? "connection refused: " : "health check failed: ") + e.Message, e);
        }
    }

    private async Task ScrapeAsync(Worker worker, GatewayOptions current, CancellationToken cancellationToken)
    {
        try
        {
            var (status, text) = await GetAsync(worker, "metrics", cancellationToken);
            if (status is HttpStatusCode.OK)
            {
                health.Scraped(worker, EngineMetrics.Read(text.Span, time.GetTimestamp()));
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

    private async Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> GetAsync(Worker worker, string path, CancellationToken cancellationToken)
    {
        var address = worker.Config.Address.AbsoluteUri;
        using var request = new HttpRequestMessage(HttpMethod.Get, address.EndsWith('/') ? address + path : $"{address}/{path}");
        using var response = await client.Invoker.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
