using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Makes the accounts of served requests, and tells the feeds of KV events how right they were.</summary>
internal sealed class ReuseAccountant(ReportedCaches caches, NamespaceMemory namespaces)
{
    /// <summary>Tokens per block of an engine that did not say: vLLM's default.</summary>
    private const int UsualEngineBlock = 16;

    /// <summary>Blocks that the worker has reported as removed so far.</summary>
    public long RemovedBlocks(Worker worker)
    {
        var removed = 0L;
        foreach (var feed in caches.Of(worker))
        {
            removed += feed.RemovedBlocks;
        }

        return removed;
    }

    /// <summary>The account of a request; null when its engine did not say how much was cached.</summary>
    public ReuseAccount? Settle(in ServedRequest served)
    {
        ReuseAccount? account = null;
        if (served.CachedTokens is { } cached)
        {
            // before the answer is evidence: that may clear the index which is asked here
            account = Account(served, cached);
            GiveEvidence(served, cached);
        }

        // after the look-up: a prompt is not elsewhere because of itself
        namespaces.Remember(served.Neutral);
        return account;
    }

    private ReuseAccount Account(in ServedRequest served, int cached)
    {
        var decided = served.Decision.Request;
        var exact = decided.TokenBlocks.TotalUnits > 0 && decided.TokenBlocks.TotalUnits == decided.PromptTokens;
        var prompt = served.PromptTokens ?? decided.PromptTokens;

        // an estimated prompt is a scale for its blocks, a counted one is not
        var scale = exact || decided.PromptTokens <= 0 ? 1 : (double)prompt / decided.PromptTokens;
        var captured = Scale(served.Decision.CapturedTokens, scale);
        var available = Scale(served.Decision.AvailableTokens, scale);
        var full = exact ? decided.TokenBlocks.Count * decided.TokenBlocks.BlockSize : Scale(decided.ToTokens(decided.Blocks.Count), scale);
        var engineBlock = Math.Max(1, served.Worker.BlockSize ?? UsualEngineBlock);
        var evidence = new ReuseEvidence
        {
            Prompt = prompt,
            Available = available,
            Captured = captured,
            Delivered = cached,
            Deliverable = Math.Min(full, Math.Max(0, prompt - 1) / engineBlock * engineBlock),
            CountsDiffer = exact && prompt != decided.PromptTokens,
            Elsewhere = available == 0 ? Elsewhere(served, full) : 0,
        };
        return ReuseAccount.Of(AtWorker(served, evidence, scale));
    }

    /// <summary>What was known of the worker that served.</summary>
    private ReuseEvidence AtWorker(in ServedRequest served, in ReuseEvidence evidence, double scale)
    {
        var decided = served.Decision.Request;
        foreach (ref readonly var candidate in served.Decision.Candidates.AsSpan())
        {
            if (candidate.Worker != served.Worker.Id)
            {
                continue;
            }

            var reports = decided.TokenBlocks.Count > 0 && candidate.Trust is not KvTrust.NotReporting;
            var reported = candidate.ReportedBlocks * decided.TokenBlocks.BlockSize;
            var vouched = reports && candidate.Trust is KvTrust.Trusted or KvTrust.CatchingUp ? reported : 0;
            var missing = vouched > 0 && evidence.Delivered < Math.Min(vouched, evidence.Captured);
            return evidence with
            {
                Reported = reports ? reported : null,
                Predicted = decided.Blocks.Count > 0 ? Scale(decided.ToTokens(candidate.PredictedBlocks), scale) : null,
                Vouched = vouched,
                StillHeld = missing ? StillHeld(served) : 0,
                RemovedSince = missing && RemovedBlocks(served.Worker) > served.RemovedBefore,
            };
        }

        return evidence;
    }

    /// <summary>Tokens that the index gives the worker now.</summary>
    private int StillHeld(in ServedRequest served)
    {
        var blocks = served.Request.TokenBlocks;
        Span<int> overlap = stackalloc int[caches.Slots];
        caches.FindOverlap(blocks.Hashes, overlap);
        return caches.Resolve(served.Worker.Slot, blocks.Hashes, overlap).Blocks * blocks.BlockSize;
    }

    private int Elsewhere(in ServedRequest served, int full)
    {
        var blocks = served.Request.Blocks.Count > 0 ? served.Request.Blocks : served.Request.TokenBlocks;
        var known = Math.Min(blocks.Count, namespaces.BlocksElsewhere(served.Neutral));
        return blocks.Count == 0 ? 0 : (int)((long)full * known / blocks.Count);
    }

    // Ranks keep separate caches and an answer does not say which of them served.
    private void GiveEvidence(in ServedRequest served, int cached)
    {
        var tokens = served.Decision.Request.TokenBlocks;
        if (tokens.Count == 0 || caches.Of(served.Worker) is not [var feed])
        {
            return;
        }

        foreach (ref readonly var candidate in served.Decision.Candidates.AsSpan())
        {
            if (candidate.Worker == served.Worker.Id)
            {
                feed.OnAnswer(candidate.ReportedBlocks, tokens.Count, cached, tokens.BlockSize);
                return;
            }
        }
    }

    private static int Scale(int tokens, double scale) => (int)Math.Min(int.MaxValue, Math.Round(tokens * scale));
}
