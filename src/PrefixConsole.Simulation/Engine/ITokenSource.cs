namespace PrefixConsole.Simulation.Engine;

/// <summary>What a simulated model says.</summary>
public interface ITokenSource
{
    /// <summary>The token at <paramref name="index"/> (from 0) of an answer.</summary>
    int NextToken(Random random, int index);
}
