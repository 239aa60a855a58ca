using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last changes of a worker's state. Not thread-safe.</summary>
internal sealed class WorkerNotes
{
    // A temperature counts once it has stood for so many samples: at a limit it would fill the list.
    private const int Settled = 5;

    private readonly SampleRing<WorkerEvent> _events = new(FleetMonitor.EventsKept);
    private string _status = "";
    private string _trust = "";
    private Temperature _temperature;
    private Temperature _next;
    private int _stood;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<WorkerEvent> Events => _events.ToArray();

    /// <summary>Notes what is new in <paramref name="view"/>.</summary>
    public void Note(WorkerView view, DateTimeOffset now)
    {
        var status = view.Status.ToString();
        if (status != _status)
        {
            _events.Add(new WorkerEvent(view.StatusSince, WorkerEventKind.Status, _status, status, view.StatusReason));
            _status = status;
        }

        var trust = view.Trust.ToString();
        if (trust != _trust)
        {
            _events.Add(new WorkerEvent(view.TrustSince, WorkerEventKind.Trust, _trust, trust, view.TrustCause));
            _trust = trust;
        }

        var temperature = view.Temperature.Level;
        _stood = temperature == _next ? _stood + 1 : 1;
        _next = temperature;
        if (temperature != _temperature && _stood >= Settled)
        {
            _events.Add(new WorkerEvent(now, WorkerEventKind.Temperature, _temperature is Temperature.Unknown ? "" : _temperature.ToString(), temperature.ToString(), view.Temperature.Reason));
            _temperature = temperature;
        }
    }
}
