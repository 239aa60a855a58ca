using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Says how many workers confirm what the map shows.</summary>
internal static class PrefixTrust
{
    /// <summary>Null without workers.</summary>
    public static string? Of(ImmutableArray<WorkerView> workers) => workers.Count(w => w.Trust is KvTrust.Trusted or KvTrust.CatchingUp) switch
    {
        _ when workers.IsEmpty => null,
        0 => workers.Any(w => w.Trust is KvTrust.Untrusted) ? "approximate: what workers report is not trusted" : "approximate: no worker reports its cache",
        var some => $"{some} of {workers.Length} workers report",
    };
}
