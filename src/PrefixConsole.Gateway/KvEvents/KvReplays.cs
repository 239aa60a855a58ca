using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NetMQ;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Replays of missing batches, each on a thread of its own, so that an engine that does not answer delays no other feed; at most eight at once.</summary>
internal sealed partial class KvReplays(IOptions<GatewayOptions> options, TimeProvider time, KvEventMetrics metrics, ILogger<KvReplays> logger) : IDisposable
{
    private const int AtOnce = 8;
    private const int AttemptsWithoutProgress = 3;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_backOff = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    /// <summary>Replays what the feed misses; afterwards it knows whether that came back.</summary>
    public async Task RunAsync(KvEventFeed feed, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            // a replay may show that the engine is another one by now: then all of what that has is wanted as well
            if (await RunOnceAsync(feed, cancellationToken) && feed.WantsReplay)
            {
                await RunOnceAsync(feed, cancellationToken);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> RunOnceAsync(KvEventFeed feed, CancellationToken cancellationToken)
    {
        string? failure = "stopped";
        var from = feed.ReplayFrom;
        feed.BeginReplay();
        try
        {
            failure = await ReplayAsync(feed, from, cancellationToken);
            return failure is null;
        }
        finally
        {
            feed.EndReplay(failure);
            metrics.Replayed(failure is null);
            LogReplay(feed.Worker.Id.Value, feed.Rank, from, failure ?? "complete");
        }
    }

    private async Task<string?> ReplayAsync(KvEventFeed feed, ulong from, CancellationToken cancellationToken)
    {
        if (KvEventAddress.Parse(feed.Worker.Config.KvEvents?.ReplayEndpoint)?.ForRank(feed.Rank) is not { } address)
        {
            return "there is nobody to ask";
        }

        using var limit = new CancellationTokenSource(s_longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await AskAsync(feed, new KvReplayAsker(feed, from, time), address, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"{address} took longer than {s_longest.TotalMinutes:0} minutes";
        }
    }

    private async Task<string?> AskAsync(KvEventFeed feed, KvReplayAsker asker, KvEventAddress address, CancellationToken cancellationToken)
    {
        var allowPrivate = feed.Worker.Config.Simulated || options.Value.AllowPrivateWorkers;
        var reason = "";
        for (var fruitless = 0; fruitless < AttemptsWithoutProgress;)
        {
            var before = asker.Next;
            var (literal, problem) = await KvHostNames.ResolveAsync(address, allowPrivate, cancellationToken);
            if (literal is null)
            {
                reason = problem!;
            }
            else
            {
                var end = await OnOwnThreadAsync(() => asker.Ask(literal.ToString(), cancellationToken), cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (end == KvReplayEnd.Complete)
                {
                    return null;
                }

                reason = end == KvReplayEnd.Hole ? $"{address} left out batches from {asker.Next}" : $"{address} did not answer from batch {asker.Next}";
            }

            fruitless = asker.Next > before ? 0 : fruitless + 1;
            await Task.Delay(s_backOff, time, cancellationToken);
        }

        return reason;
    }

    private static async Task<KvReplayEnd> OnOwnThreadAsync(Func<KvReplayEnd> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Factory.StartNew(ask, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (NetMQException)
        {
            // the address cannot be connected to, now
            return KvReplayEnd.Silent;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Replay for worker {Worker} rank {Rank} from batch {From}: {Outcome}", EventName = "KvReplay")]
    private partial void LogReplay(string worker, int rank, ulong from, string outcome);
}
