namespace PrefixConsole.Simulation.Engine;

/// <summary>What a pass may still compute, and what it has computed.</summary>
internal struct PassBudget
{
    public int Tokens;
    public int Prefill;
    public int Decode;
}
