using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>Probes every worker in a loop of its own, so that one that hangs delays no other.</summary>
internal sealed partial class WorkerProber(
    WorkerRegistry registry,
    WorkerProbe probe,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time,
    ILogger<WorkerProber> logger) : BackgroundService
{
    private readonly SemaphoreSlim _changed = new(1, 1);
    private readonly Dictionary<Worker, (CancellationTokenSource Stop, Task Loop)> _loops = [];

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        registry.Changed += Signal;
        try
        {
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                var workers = registry.Workers;
                foreach (var worker in workers)
                {
                    if (!_loops.ContainsKey(worker))
                    {
                        var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                        _loops.Add(worker, (stop, LoopAsync(worker, stop.Token)));
                    }
                }

                foreach (var gone in _loops.Keys.Where(w => !workers.Contains(w)).ToArray())
                {
                    await StopAsync(gone);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
        finally
        {
            registry.Changed -= Signal;
            foreach (var worker in _loops.Keys.ToArray())
            {
                await StopAsync(worker);
            }
        }
    }

    private async Task StopAsync(Worker worker)
    {
        if (_loops.Remove(worker, out var loop))
        {
            await loop.Stop.CancelAsync();
            await loop.Loop;
            loop.Stop.Dispose();
        }
    }

    private async Task LoopAsync(Worker worker, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await probe.RunAsync(worker, cancellationToken);
                await Task.Delay(options.CurrentValue.ProbeInterval, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // a probe that fails in a way nobody foresaw must not end the loop: the worker would stay as it is for ever
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogProbeFailed(worker.Id.Value, e);
                try
                {
                    await Task.Delay(options.CurrentValue.ProbeInterval, time, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private void Signal()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // a signal is waiting already
        }
        catch (ObjectDisposedException)
        {
            // the host is gone
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The probe of worker {Worker} failed unexpectedly", EventName = "ProbeFailed")]
    private partial void LogProbeFailed(string worker, Exception exception);
}
