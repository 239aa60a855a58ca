using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Counts the events of one batch on their way to the feed.</summary>
internal sealed class KvIngestTally(IKvEventSink feed) : IKvEventSink
{
    private readonly SortedDictionary<KvEventFault, int> _rejected = [];

    public int Applied { get; private set; }

    public ImmutableSortedDictionary<KvEventFault, int> Rejected => _rejected.ToImmutableSortedDictionary();

    public void OnEvent(in KvEvent kvEvent)
    {
        Applied++;
        feed.OnEvent(kvEvent);
    }

    public void OnRejected(KvEventFault fault)
    {
        _rejected[fault] = _rejected.GetValueOrDefault(fault) + 1;
        feed.OnRejected(fault);
    }
}
