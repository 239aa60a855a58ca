using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>Looks at what was decoded and keeps nothing but counts.</summary>
internal sealed class CountingSink : IKvEventSink
{
    public int Blocks { get; private set; }

    public int Rejected { get; private set; }

    public void OnEvent(in KvEvent kvEvent) => Blocks += kvEvent.EngineHashes.Length;

    public void OnRejected(KvEventFault fault) => Rejected++;
}
