namespace PrefixConsole.Routing.Prefixes;

/// <summary>The namespace of token blocks: what engines keep apart in one cache.</summary>
/// <remarks>
/// Adapter and cache salt. No model: a worker's slot in the reported index belongs to its one base model, and only workers that serve the
/// requested one are candidates. No tenant: an engine does not know tenants and shares blocks between them unless their requests are salted.
/// </remarks>
public static class ReportedNamespace
{
    public static PrefixNamespace Of(string adapter, string cacheSalt) => new("", adapter, cacheSalt, "");
}
