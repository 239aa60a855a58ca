using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Writes down what it is given, an event as one line.</summary>
internal sealed class RecordingSink : IKvEventSink
{
    public List<string> Events { get; } = [];

    public List<KvEventFault> Faults { get; } = [];

    public void OnEvent(in KvEvent kvEvent)
    {
        var e = kvEvent;
        var line = $"{e.Kind} [{string.Join(' ', e.EngineHashes.ToArray())}]";
        line += e.Kind == KvEventKind.Stored ? $" after {e.Parent?.ToString() ?? "none"} tokens [{string.Join(' ', e.Tokens.ToArray())}] by {e.BlockSize}" : "";
        line += e.Kind == KvEventKind.Cleared ? "" : $" {e.Tier}";
        line += e.Adapter is null ? "" : $" adapter {e.Adapter}";
        line += e.AdapterNumber is null ? "" : $" adapter number {e.AdapterNumber}";
        line += e.CacheSalt is null ? "" : $" salt {e.CacheSalt}";
        line += e.Group is null ? "" : $" group {e.Group} {e.GroupKind}";
        Events.Add(line + (e.HasExtraKeys ? " with extra keys" : ""));
    }

    public void OnRejected(KvEventFault fault) => Faults.Add(fault);
}
