using System.Collections.Immutable;
using PrefixConsole.Alerts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>Looks at the guardrails of one change until it is disposed of or one of them is broken, which it says once.</summary>
public sealed class GuardWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(SampleRecorder.Seconds);

    private readonly Lock _gate = new();
    private readonly SampleWindow _judged = new(Guardrails.Window);
    private readonly SampleWindow _beside = new(Guardrails.Window);
    private readonly Guardrails _guards;
    private readonly OutcomeTally _tally;
    private readonly OutcomeTally? _other;
    private readonly double? _before;
    private readonly TimeProvider _time;
    private readonly Action<GuardReading> _broken;
    private readonly ITimer _timer;
    private bool _over;
    private ImmutableArray<GuardReading> _readings;

    /// <param name="guards">The conditions.</param>
    /// <param name="tally">Of what is judged; nobody else takes from it.</param>
    /// <param name="other">Of what it is compared with at the same time; null compares with <paramref name="before"/>.</param>
    /// <param name="before">95th percentile of time to first token before the change, in seconds.</param>
    /// <param name="time">Clock.</param>
    /// <param name="broken">Is told which condition was broken.</param>
    internal GuardWatch(Guardrails guards, OutcomeTally tally, OutcomeTally? other, double? before, TimeProvider time, Action<GuardReading> broken)
    {
        (_guards, _tally, _other, _before, _time, _broken) = (guards, tally, other, before, time, broken);
        _readings = Read();
        _timer = time.CreateTimer(_ => Look(), null, s_interval, s_interval);
    }

    /// <summary>One for each condition.</summary>
    public ImmutableArray<GuardReading> Readings
    {
        get
        {
            lock (_gate)
            {
                return _readings;
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _over = true;
        }
    }

    private void Look()
    {
        GuardReading? broken;
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            var at = _time.GetUtcNow().ToUnixTimeSeconds();
            _judged.Add(Row(at, _tally.Take()));
            if (_other is not null)
            {
                _beside.Add(Row(at, _other.Take()));
            }

            _readings = Read();
            broken = _readings.FirstOrDefault(r => r.IsBroken);
            _over = broken is not null;
        }

        if (broken is not null)
        {
            _broken(broken);
        }
    }

    private static SampleRow Row(long at, OutcomeCounts counts) => new() { At = at, Requests = (int)counts.Requests, Errors = (int)counts.Errors, Detail = counts.Facts };

    private ImmutableArray<GuardReading> Read()
    {
        var readings = ImmutableArray.CreateBuilder<GuardReading>();
        if (_guards.ErrorPercent is { } percent)
        {
            var enough = _judged.Requests >= Guardrails.LeastRequests;
            readings.Add(new GuardReading("failed requests", percent, enough ? _judged.FailureRatio * 100 : null, "%", _judged.Requests));
        }

        var value = Milliseconds(_judged);
        if (_guards.TtftTimes is { } times)
        {
            var usual = _other is null ? _before * 1000 : Milliseconds(_beside);
            readings.Add(new GuardReading(
                FormattableString.Invariant($"TTFT p95, against {times:0.##} × {(_other is null ? "that before" : "that of the active revision")},"), usual * times, value, "ms", _judged.FirstTokens));
        }

        if (_guards.TtftSeconds is { } seconds)
        {
            readings.Add(new GuardReading("TTFT p95", seconds * 1000, value, "ms", _judged.FirstTokens));
        }

        return readings.ToImmutable();
    }

    private static double? Milliseconds(SampleWindow window) => window.FirstTokens >= Guardrails.LeastRequests ? window.FirstToken(0.95) * 1000 : null;
}
