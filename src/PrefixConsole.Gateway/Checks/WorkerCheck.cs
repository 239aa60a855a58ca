using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Checks;

/// <summary>What was found out of a worker that is not in the fleet.</summary>
/// <param name="Errors">What is wrong with the options, by field; nothing was asked then.</param>
/// <param name="Steps">One for each of <see cref="CheckSubjects"/>, in their order; empty with errors.</param>
public sealed record WorkerCheck(ImmutableArray<FieldError> Errors, ImmutableArray<WorkerCheckStep> Steps)
{
    /// <summary>Requests could be sent to it: nothing failed.</summary>
    public bool Passed => Errors.IsEmpty && Steps.All(s => s.Outcome is not CheckOutcome.Failed);
}
