namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>What one scorer, or one term of a cost, adds to the winner's lead.</summary>
/// <param name="Name">Of the scorer, with its term after a colon.</param>
/// <param name="Unit">Of the two values: empty for contributions, which are scores.</param>
/// <param name="Winner">The winner's contribution, or its term of the cost.</param>
/// <param name="RunnerUp">The same of the runner-up.</param>
/// <param name="From">The lead before it.</param>
/// <param name="To">The lead with it.</param>
internal sealed record LeadStep(string Name, string Unit, double Winner, double RunnerUp, double From, double To)
{
    public double Adds => To - From;
}
