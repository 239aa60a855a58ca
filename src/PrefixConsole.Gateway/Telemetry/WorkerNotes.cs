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
    private string _status = "";
    private KvTrust? _trust;
    private Temperature _temperature;
    private Temperature _next;
    private int _stood;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<WorkerEvent> Events => _events.ToArray();

    /// <summary>Notes the status if it is a new one.</summary>
    public void NoteStatus(WorkerState state)
    {
        var status = state.Status.ToString();
        if (status == _status)
        {
            return;
        }

        _events.Add(new WorkerEvent(state.Since, WorkerEventKind.Status, _status, status, state.Reason));
        _status = status;
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
}
