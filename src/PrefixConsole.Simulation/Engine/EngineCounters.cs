namespace PrefixConsole.Simulation.Engine;

internal struct EngineCounters
{
    public long PrefixQueries;
    public long PrefixHits;
    public long Preemptions;
    public long PromptTokens;
    public long GeneratedTokens;
    public long Finished;
    public long Cancelled;
    public long Rejected;
    public long Passes;
}
