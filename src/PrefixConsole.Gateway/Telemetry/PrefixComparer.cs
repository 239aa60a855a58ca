using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Compares what is predicted of a worker's cache with what it reports, by way of the prompts that were served.</summary>
/// <remarks>
/// A whole worker is read at most every two seconds, whoever asks: all pages share one answer. Of a tree of more than
/// <see cref="MaxRuns"/> runs the largest are compared and the rest counts as unknown; what is reported outside of it is not looked for then.
/// </remarks>
public sealed class PrefixComparer(
    ApproximatePrefixTree tree,
    ReportedCaches caches,
    PromptLinks links,
    WorkerRegistry registry,
    TimeProvider time,
    GatewayOptions options)
{
    /// <summary>Most runs compared of one worker.</summary>
    public const int MaxRuns = 50_000;

    /// <summary>Most stretches listed of those that differ in any way, and at least so many of each way.</summary>
    public const int MaxRows = 1_000;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkerId, (Worker Worker, long At, PrefixComparison Comparison)> _known = [];

    /// <summary>Null when the worker is unknown.</summary>
    public PrefixComparison? Compare(WorkerId id)
    {
        if (registry.Find(id) is not { } worker)
        {
            return null;
        }

        lock (_gate)
        {
            if (_known.TryGetValue(id, out var known) && known.Worker == worker && time.GetElapsedTime(known.At) < s_fresh)
            {
                return known.Comparison;
            }

            foreach (var gone in _known.Keys.Where(k => registry.Find(k) is null).ToArray())
            {
                _known.Remove(gone);
            }

            var comparison = Read(worker);
            _known[id] = (worker, time.GetTimestamp(), comparison);
            return comparison;
        }
    }

    /// <summary>One run of the predicted tree; null when the worker reports nothing.</summary>
    internal PrefixMatch? Match(PrefixNodeInfo run, Worker worker) =>
        caches.Of(worker).IsEmpty ? null : PrefixMatch.Of(run, PredictedOf(run, worker.Slot), links, token => caches.Holds(worker, token));

    private static int PredictedOf(PrefixNodeInfo run, int slot)
    {
        foreach (var holder in run.Holders)
        {
            if (holder.Slot == slot)
            {
                return holder.Blocks;
            }
        }

        return 0;
    }

    private PrefixComparison Read(Worker worker)
    {
        var blocks = caches.BlocksOf(worker);
        var predicted = tree.BlocksOf(worker.Slot);
        var tokens = TokenEstimate.Of(predicted, options.TextBlockBytes, PrefixUnit.TextBytes);
        var reports = !caches.Of(worker).IsEmpty;
        var (total, rows) = reports ? CompareAll(worker) : (default, []);
        rows.Sort((a, b) => b.Match.Differing.CompareTo(a.Match.Differing) is var order and not 0 ? order : string.CompareOrdinal(a.Id, b.Id));
        var compared = total.Both + total.OnlyPredicted;
        return new PrefixComparison
        {
            Trust = caches.TrustOf(worker),
            Reports = reports,
            PredictedBlocks = predicted,
            PredictedTokens = tokens,
            ReportedBlocks = blocks,
            ReportedTokens = blocks * caches.BlockTokens,
            Total = total,
            KnownShare = tokens == 0 ? 1 : Math.Min(1, (double)compared / tokens),
            Rows = Largest(rows),
            Differing = rows.Count,
        };
    }

    /// <summary>The first of each way to differ, so that who asks for one way finds it however few there are.</summary>
    private static ImmutableArray<PrefixDifferenceRow> Largest(List<PrefixDifferenceRow> sorted)
    {
        var listed = ImmutableArray.CreateBuilder<PrefixDifferenceRow>();
        var (any, predicted, reported) = (0, 0, 0);
        foreach (var row in sorted)
        {
            var first = any++ < MaxRows;
            first |= row.Match.OnlyPredicted > 0 && predicted++ < MaxRows;
            first |= row.Match.OnlyReported > 0 && reported++ < MaxRows;
            if (first)
            {
                listed.Add(row);
            }
        }

        return listed.ToImmutable();
    }

    private (PrefixMatch Total, List<PrefixDifferenceRow> Rows) CompareAll(Worker worker)
    {
        var unpredicted = ReportedLinks(worker);
        var total = default(PrefixMatch);
        var rows = new List<PrefixDifferenceRow>();
        var runs = tree.Largest(null, worker.Slot, MaxRuns);
        foreach (var run in runs)
        {
            foreach (var hash in run.Hashes.Span)
            {
                unpredicted.Remove(hash);
            }

            if (Match(run, worker) is { } match)
            {
                total += match;
                if (match.Differing > 0)
                {
                    rows.Add(new PrefixDifferenceRow(
                        PrefixIds.Of(run.Hash), PrefixNames.Of(run), run.Namespace, run.StartBlock, run.BlockCount, match, true));
                }
            }
        }

        if (runs.Length < MaxRuns)
        {
            foreach (var row in UnpredictedRuns.Of(unpredicted))
            {
                total += row.Match;
                rows.Add(row);
            }
        }

        return (total, rows);
    }

    /// <summary>What the worker reported of the prompts that are remembered, by text hash.</summary>
    private Dictionary<ulong, PromptLink> ReportedLinks(Worker worker)
    {
        var reported = new Dictionary<ulong, PromptLink>();
        var batch = new PromptLink[256];
        for (var (from, count) = (0, batch.Length); count == batch.Length; from += count)
        {
            count = links.Read(from, batch);
            foreach (ref readonly var link in batch.AsSpan(0, count))
            {
                if (caches.Holds(worker, link.Token))
                {
                    reported[link.Text] = link;
                }
            }
        }

        return reported;
    }
}
