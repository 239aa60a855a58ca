namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>
/// What SGLang's kv-index (22 August 2026, opt-level 3) did on the conversation trace, recorded on another machine (2 vCPU AMD EPYC, shared):
/// match, choose and insert in one call from tokens or text, 8 workers, one thread, CPU clock.
/// </summary>
internal sealed record PeerFigures(string Cold, string ColdP50, string ColdP99, string ColdP999, string Warm, string WarmP50, string WarmP99, string Memory)
{
    public static PeerFigures Tokens { get; } = new("31-36 k", "14.5", "225", "390", "70-102 k", "7.2-9.5", "43-73", "370 MB");

    public static PeerFigures Text { get; } = new("18-20 k", "26-30", "350", "800", "26-38 k", "18-25", "140-235", "379-387 MB");
}
