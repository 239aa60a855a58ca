namespace PrefixConsole.Simulation.Engine;

/// <summary>Any id below a vocabulary's size, each as likely as the others.</summary>
public sealed class UniformTokenSource(int vocabulary) : ITokenSource
{
    public int NextToken(Random random, int index) => random.Next(vocabulary);
}
