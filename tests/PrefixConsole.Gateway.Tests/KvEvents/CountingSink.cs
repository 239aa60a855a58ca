using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Counts what it is given.</summary>
internal sealed class CountingSink : IKvEventSink
{
    public long Events { get; private set; }

    public SortedDictionary<KvEventFault, long> Faults { get; } = [];

    public void OnEvent(in KvEvent kvEvent) => Events++;

    public void OnRejected(KvEventFault fault) => Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
}
