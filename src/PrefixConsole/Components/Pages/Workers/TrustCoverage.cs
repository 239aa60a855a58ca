using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>Says of how many workers routing knows the cache, and of how many it only guesses.</summary>
internal static class TrustCoverage
{
    private static readonly KvTrust[] s_others = [KvTrust.CatchingUp, KvTrust.Untrusted, KvTrust.Silent, KvTrust.NotReporting];

    public static string Of(IReadOnlyCollection<WorkerView> workers)
    {
        if (workers.All(w => w.Trust == KvTrust.NotReporting))
        {
            return "No worker reports its cache: routing goes by predictions.";
        }

        var parts = new List<string> { $"Reported state of {Count(workers, KvTrust.Trusted)} of {workers.Count} workers is trusted" };
        foreach (var trust in s_others)
        {
            if (Count(workers, trust) is > 0 and var count)
            {
                parts.Add($"{count} {TrustChip.WordOf(trust)}");
            }
        }

        return string.Join("; ", parts) + ".";
    }

    private static int Count(IReadOnlyCollection<WorkerView> workers, KvTrust trust) => workers.Count(w => w.Trust == trust);
}
