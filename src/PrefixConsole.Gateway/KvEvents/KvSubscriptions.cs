using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Subscribes to every worker that publishes KV events, for as long as it is in the fleet; looks once a second for feeds that fell silent.</summary>
internal sealed partial class KvSubscriptions : BackgroundService, IKvTransports
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly WorkerRegistry _registry;
    private readonly ReportedCaches _caches;
    private readonly TimeProvider _time;
    private readonly ILogger<KvSubscriptions> _logger;
    private readonly KvPoller _poller = new();
    private readonly KvReaderThreads _threads = new(KvReaderThreads.Suitable(Environment.ProcessorCount));
    private readonly KvParts _parts;
    private readonly KvEventAddress? _listen;
    private readonly SemaphoreSlim _changed = new(1, 1);
    private readonly ConcurrentDictionary<(WorkerId Worker, int Rank), KvSubscription> _subscriptions = new();
    private volatile KvListener? _listener;
    private long _expected;

    public KvSubscriptions(
        WorkerRegistry registry, KvFeedLanes lanes, KvEventMetrics metrics, IOptionsMonitor<GatewayOptions> options, TimeProvider time, ILogger<KvSubscriptions> logger)
    {
        (_registry, _caches, _time, _logger) = (registry, lanes.Caches, time, logger);
        _listen = KvEventAddress.Parse(options.CurrentValue.KvEventsListen);
        _parts = new KvParts(
            _poller, _threads, lanes, new KvQueueBudget(), metrics, time, logger, () => options.CurrentValue.AllowPrivateWorkers);
    }

    public KvListenerView? Listener => _listener?.View();

    public KvTransportView? Find(WorkerId worker, int rank) =>
        _subscriptions.TryGetValue((worker, rank), out var subscription) ? subscription.View() : _listener?.Find(worker);

    public override void Dispose()
    {
        _threads.Dispose();
        _poller.Dispose();
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _poller.Start();
        _registry.Changed += Signal;
        using var tick = _time.CreateTimer(_ => Signal(), null, s_tick, s_tick);
        try
        {
            _listener = _listen is null ? null : new KvListener(_listen, _registry, _parts);
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                await FollowFleetAsync();
                _caches.Watch();
                foreach (var subscription in _subscriptions.Values)
                {
                    subscription.CallIfReplayIsWanted();
                }

                MakeRoom();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
        finally
        {
            _registry.Changed -= Signal;
            await StopAllAsync();
        }
    }

    private async Task FollowFleetAsync()
    {
        var workers = _registry.Workers;
        foreach (var (key, subscription) in _subscriptions)
        {
            if (!workers.Contains(subscription.Worker) || subscription.Worker.Config.KvEvents != subscription.Source)
            {
                _subscriptions.TryRemove(key, out _);
                await subscription.DisposeAsync();
                LogUnsubscribed(key.Worker.Value, key.Rank);
            }
        }

        foreach (var worker in workers)
        {
            if (worker.Config.KvEvents is { } source)
            {
                Subscribe(worker, source);
            }
        }

        if (_listener is { } listener)
        {
            await listener.FollowFleetAsync();
        }
    }

    private void Subscribe(Worker worker, KvEventSource source)
    {
        for (var rank = 0; rank < source.Ranks; rank++)
        {
            if (!_subscriptions.ContainsKey((worker.Id, rank)))
            {
                _subscriptions[(worker.Id, rank)] = new KvSubscription(worker, source, rank, _parts);
                LogSubscribed(worker.Id.Value, rank, source.Endpoint);
            }
        }
    }

    /// <summary>Tells the index how much the reporting workers hold when they are full.</summary>
    private void MakeRoom()
    {
        var blocks = 0L;
        foreach (var worker in _registry.Workers)
        {
            if (!_caches.Of(worker).IsEmpty)
            {
                blocks += (long)(worker.KvBlocks ?? 0) * (worker.BlockSize ?? _caches.BlockTokens) / _caches.BlockTokens;
            }
        }

        if (blocks != _expected)
        {
            _expected = blocks;
            _caches.Index.Expect(blocks);
        }
    }

    private async Task StopAllAsync()
    {
        await Task.WhenAll(_subscriptions.Values.Select(s => s.DisposeAsync().AsTask()));
        _subscriptions.Clear();
        if (_listener is { } listener)
        {
            await listener.DisposeAsync();
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

    [LoggerMessage(1, LogLevel.Information, "Subscribed to KV events of worker {Worker} rank {Rank} at {Endpoint}", EventName = "KvSubscribed")]
    private partial void LogSubscribed(string worker, int rank, string endpoint);

    [LoggerMessage(2, LogLevel.Information, "No longer subscribed to KV events of worker {Worker} rank {Rank}", EventName = "KvUnsubscribed")]
    private partial void LogUnsubscribed(string worker, int rank);
}
