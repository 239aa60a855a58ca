namespace PrefixConsole.Routing.Strategies;

/// <summary>A scorer of a <c>custom</c> strategy and its weight, 0 to 1000.</summary>
public sealed record ScorerWeight(string Scorer, double Weight)
{
    public const double MaxWeight = 1000;
}
