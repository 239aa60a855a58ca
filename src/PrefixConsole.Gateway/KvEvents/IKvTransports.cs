using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What the sockets know of the feeds of KV events.</summary>
public interface IKvTransports
{
    /// <summary>Null when nothing is subscribed for that worker and rank: its events, if any, come over HTTP.</summary>
    KvTransportView? Find(WorkerId worker, int rank);

    /// <summary>The listener that engines of all workers may connect to; null when none is configured.</summary>
    KvListenerView? Listener => null;
}
