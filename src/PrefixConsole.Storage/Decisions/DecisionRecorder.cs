using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Decisions;

/// <summary>
/// Picks which finished requests are stored. On the thread that finished the request: one look at the clock, no allocation beyond the queue.
/// </summary>
/// <remarks>
/// Two allowances of <see cref="StorageOptions.DecisionsPerSecond"/> each, refilled evenly: one for remarkable decisions (failed, retried,
/// mispredicted, pinned) and one for all others, so that a busy fleet's ordinary traffic never crowds out what one will look for.
/// </remarks>
internal sealed class DecisionRecorder : IHostedService
{
    private readonly Lock _gate = new();
    private readonly DecisionLog _log;
    private readonly SampledWrites _queue;
    private readonly StoreState _state;
    private readonly TimeProvider _time;
    private readonly double _rate;
    private readonly bool _off;
    private double _ordinary;
    private double _remarkable;
    private long _last;

    public DecisionRecorder(
        DecisionLog log, SampledWrites queue, StoreConnection connection, StoreState state, IOptions<StorageOptions> options, TimeProvider time)
    {
        (_log, _queue, _state, _time) = (log, queue, state, time);
        _rate = options.Value.DecisionsPerSecond;
        _off = connection.IsOff;
        (_ordinary, _remarkable) = (Burst, Burst);
        _last = time.GetTimestamp();
    }

    /// <summary>Allowances saved up in quiet times.</summary>
    private double Burst => _rate == 0 ? 0 : Math.Max(1, _rate);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_off)
        {
            _log.Completed += OnCompleted;
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _log.Completed -= OnCompleted;
        return Task.CompletedTask;
    }

    private void OnCompleted(DecisionEntry entry)
    {
        if (Allow(entry))
        {
            _queue.Add(entry);
        }
        else
        {
            _state.Skip();
        }
    }

    private bool Allow(DecisionEntry entry)
    {
        var remarkable = entry is { FirstDecision: not null } or { Outcome.Succeeded: false } or { Outcome.Account.IsMispredicted: true } or { Decision.Request.Pinned: true };
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var earned = _time.GetElapsedTime(_last, now).TotalSeconds * _rate;
            _last = now;
            _ordinary = Math.Min(Burst, _ordinary + earned);
            _remarkable = Math.Min(Burst, _remarkable + earned);
            ref var allowance = ref remarkable ? ref _remarkable : ref _ordinary;
            if (allowance < 1)
            {
                return false;
            }

            allowance--;
            return true;
        }
    }
}
