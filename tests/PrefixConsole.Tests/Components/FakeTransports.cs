using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components;

/// <summary>Sockets as a test wants them.</summary>
internal sealed class FakeTransports : IKvTransports
{
    private readonly Dictionary<(WorkerId Worker, int Rank), KvTransportView> _views = [];

    public KvListenerView? Listener { get; set; }

    public void Set(string worker, TimeSpan? lag = null, bool connected = true, long malformed = 0) => _views[(new WorkerId(worker), 0)] = new KvTransportView
    {
        Endpoint = "tcp://127.0.0.1:5557",
        ReplayEndpoint = "tcp://127.0.0.1:5558",
        Connected = connected,
        QueuedBatches = 3,
        QueuedBytes = 4096,
        Lag = lag,
        Malformed = malformed,
        Overflowed = 7,
        Reconnects = 2,
    };

    public KvTransportView? Find(WorkerId worker, int rank) => _views.GetValueOrDefault((worker, rank));
}
