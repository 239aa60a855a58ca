using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Layout;

/// <summary>Something that a search found, and where it is shown.</summary>
internal sealed record SearchHit(string Kind, string Name, string Href)
{
    /// <summary>Hits at most.</summary>
    public const int Limit = 8;

    /// <summary>Kind of what may be a request that has left the memory; the page of decisions looks among the stored ones.</summary>
    public const string MayBeStored = "stored request?";

    private const string AddWorker = "Add a worker";

    /// <summary>Decisions whose tenants are looked at.</summary>
    public const int Looked = 2000;

    /// <summary>
    /// Workers by any part of the name; requests by the start of the id; prefixes by the start of the id, or by any part of the label; tenants of the last decisions.
    /// What may be the id of a request and is none of these is not known here: it may be stored.
    /// </summary>
    public static IReadOnlyList<SearchHit> Find(string text, WorkerRegistry registry, DecisionLog log, PrefixExplorer prefixes)
    {
        var hits = new List<SearchHit>();
        hits.AddRange(registry.Workers
            .Where(w => w.Id.Value.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(4)
            .Select(w => new SearchHit("worker", w.Id.Value, $"/workers/{Uri.EscapeDataString(w.Id.Value)}")));
        hits.AddRange(log.Latest(3, new DecisionFilter { Id = text }).Select(e => new SearchHit("request", e.Id, $"/decisions/{Uri.EscapeDataString(e.Id)}")));
        hits.AddRange(prefixes.FindById(text, 3).Concat(prefixes.FindByLabel(text, 3)).DistinctBy(p => p.Id)
            .Select(p => new SearchHit("prefix", p.Label ?? p.RuleLabel ?? p.Id, $"/prefixes?node={Uri.EscapeDataString(p.Id)}")));

        hits.AddRange(log.Latest(Looked)
            .Select(e => e.Decision.Request.Tenant)
            .Where(t => t.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .Take(3)
            .Select(t => new SearchHit("tenant", t, $"/decisions?tenant={Uri.EscapeDataString(t)}")));
        if (text.Length >= 3 && AddWorker.Contains(text, StringComparison.OrdinalIgnoreCase))
        {
            hits.Add(new SearchHit("do", AddWorker, "/workers?add=1"));
        }

        if (hits.Count == 0 && text.Length >= 8)
        {
            hits.Add(new SearchHit(MayBeStored, text, $"/decisions/{Uri.EscapeDataString(text)}"));
        }

        return [.. hits.Take(Limit)];
    }
}
