using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last changes of a worker's state. Not thread-safe.</summary>
internal sealed class WorkerNotes
{
    // A temperature counts once it has stood for so many samples: at a limit it would fill the list.
    private const int Settled = 5;

    private readonly SampleRing<WorkerEvent> _events = new(FleetMonitor.EventsKept);
    private readonly SampleRing<BreakerEvent> _breaker = new(FleetMonitor.BreakerEventsKept);
    private string _status = "";
    private DateTimeOffset? _openSince;
    private KvTrust? _trust;
    private Temperature _temperature;
    private Temperature _next;
    private int _stood;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<WorkerEvent> Events => _events.ToArray();

    /// <summary>Openings of its breaker and their ends, oldest first; in a ring of their own, so that a worker that runs hot and warm by turns does not push them out.</summary>
    public ImmutableArray<BreakerEvent> Breaker => _breaker.ToArray();

    /// <summary>Notes the status if it is a new one.</summary>
    /// <param name="state">The status.</param>
    /// <param name="failures">Failures in a row that led to it.</param>
    public void NoteStatus(WorkerState state, int failures)
    {
        var status = state.Status.ToString();
        if (status == _status)
        {
            return;
        }

        _events.Add(new WorkerEvent(state.Since, WorkerEventKind.Status, _status, status, state.Reason));
        _status = status;
        NoteBreaker(state, failures);
    }

    /// <summary>Notes the trust if it is a new one.</summary>
    /// <param name="trust">As of now.</param>
    /// <param name="before">What it was; null before the first.</param>
    /// <returns>Whether it is.</returns>
    public bool NoteTrust(KvTrustState trust, out KvTrust? before)
    {
        before = _trust;
        if (trust.Trust == _trust)
        {
            return false;
        }

        _events.Add(new WorkerEvent(trust.Since, WorkerEventKind.Trust, _trust?.ToString() ?? "", trust.Trust.ToString(), trust.Cause));
        _trust = trust.Trust;
        return true;
    }

    /// <summary>Notes the temperature of a sample.</summary>
    public void NoteTemperature(WorkerTemperature now, DateTimeOffset at)
    {
        var temperature = now.Level;
        _stood = temperature == _next ? _stood + 1 : 1;
        _next = temperature;
        if (temperature != _temperature && _stood >= Settled)
        {
            var before = _temperature is Temperature.Unknown ? "" : _temperature.ToString();
            _events.Add(new WorkerEvent(at, WorkerEventKind.Temperature, before, temperature.ToString(), now.Reason));
            _temperature = temperature;
        }
    }

    private void NoteBreaker(WorkerState state, int failures)
    {
        if (state.Status is WorkerStatus.NotReady)
        {
            _openSince = state.Since;
            _breaker.Add(new BreakerEvent(state.Since, Opened: true, state.Reason, failures, Open: null));
        }
        else if (_openSince is { } since)
        {
            _openSince = null;
            _breaker.Add(new BreakerEvent(state.Since, Opened: false, state.Reason, Failures: null, state.Since - since));
        }
    }
}
