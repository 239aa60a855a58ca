using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Operations;

/// <summary>Counts both sides of a running trial and watches what ends it. Used under the lock of its owner.</summary>
internal sealed class TrialWatch : IDisposable
{
    private readonly ChangeGuards _guards;
    private readonly OutcomeTally _tried;
    private readonly OutcomeTally _rest;
    private readonly ITimer _timer;
    private GuardWatch? _watch;

    /// <param name="trial">Number of the trial.</param>
    /// <param name="active">Number of the revision beside it.</param>
    /// <param name="since">From when both are counted.</param>
    /// <param name="guards">Makes what counts and watches.</param>
    /// <param name="time">Clock.</param>
    /// <param name="onTime">Called when <see cref="TrialLimits.EndBy"/> may be over.</param>
    public TrialWatch(int trial, int active, DateTimeOffset since, ChangeGuards guards, TimeProvider time, Action onTime)
    {
        (Number, Since, _guards) = (trial, since, guards);
        _tried = guards.Count(trial, since);
        _rest = guards.Count(active, since);
        _timer = time.CreateTimer(_ => onTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Number { get; }

    public DateTimeOffset Since { get; }

    public TrialLimits? Limits { get; private set; }

    public ImmutableArray<GuardReading> Readings => _watch?.Readings ?? [];

    /// <summary>Sets what ends the trial.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="now">The time.</param>
    /// <param name="broken">Is told of a broken guardrail.</param>
    public void Limit(TrialLimits limits, DateTimeOffset now, Action<GuardReading> broken)
    {
        Limits = limits;
        Arm(now);
        _watch?.Dispose();
        _watch = limits.Guards is { IsEmpty: false } guards ? _guards.Watch(guards, _tried, _rest, null, broken) : null;
    }

    public void Arm(DateTimeOffset now)
    {
        if (Limits?.EndBy is { } end)
        {
            _timer.Change(end > now ? end - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public TrialView View(StrategyTrial trial, StrategyRevision active) => new(trial, active, Since, _tried.Total(), _rest.Total(), Limits?.EndBy, Readings);

    public void Dispose()
    {
        _watch?.Dispose();
        _timer.Dispose();
        _tried.Dispose();
        _rest.Dispose();
    }
}
