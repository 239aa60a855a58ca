using System.Collections.Immutable;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A worker's state in words: its status and, beside it, whether its reports count and how warm it is.</summary>
internal static class WorkerStates
{
    public const string Untrusted = "untrusted";

    /// <summary>Every word, worst first.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        StateChip.WordOf(WorkerStatus.NotReady),
        StateChip.WordOf(WorkerStatus.Draining),
        StateChip.WordOf(WorkerStatus.Pending),
        TemperatureChip.WordOf(Temperature.Hot),
        Untrusted,
        TemperatureChip.WordOf(Temperature.Cold),
        TemperatureChip.WordOf(Temperature.Warm),
        StateChip.WordOf(WorkerStatus.Ready),
    ];

    /// <summary>Whether a word is true of a worker. A worker whose feed is silent counts as untrusted: its reports do not count either.</summary>
    public static bool Is(WorkerView worker, string word) => Words(worker).Contains(word, StringComparer.Ordinal);

    /// <summary>The words together, such as "ready, hot, untrusted". Of a worker that gets no requests its status says it all.</summary>
    public static string LabelOf(WorkerView worker) => string.Join(", ", Said(worker));

    /// <summary>Least for the worst; of two with the same worst word the one with more of them.</summary>
    public static int RankOf(WorkerView worker)
    {
        string[] said = [.. Said(worker)];
        return (said.Min(w => All.IndexOf(w)) * All.Length) - said.Length;
    }

    private static IEnumerable<string> Said(WorkerView worker) => worker.Status is WorkerStatus.Ready ? Words(worker) : Words(worker).Take(1);

    private static IEnumerable<string> Words(WorkerView worker)
    {
        yield return StateChip.WordOf(worker.Status);
        if (worker.Temperature.Level is not Temperature.Unknown)
        {
            yield return TemperatureChip.WordOf(worker.Temperature.Level);
        }

        if (worker.Trust is KvTrust.Untrusted or KvTrust.Silent)
        {
            yield return Untrusted;
        }
    }
}
