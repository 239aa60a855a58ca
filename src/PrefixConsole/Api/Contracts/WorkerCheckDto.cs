using PrefixConsole.Gateway.Checks;

namespace PrefixConsole.Api.Contracts;

/// <summary>What was found out of a worker that is not in the fleet.</summary>
/// <param name="Passed">Requests could be sent to it: nothing failed.</param>
/// <param name="Steps">health, models, metrics, kvEvents and replay.</param>
public sealed record WorkerCheckDto(bool Passed, IReadOnlyList<WorkerCheckStepDto> Steps)
{
    internal static WorkerCheckDto From(WorkerCheck check) => new(
        check.Passed,
        [.. check.Steps.Select(s => new WorkerCheckStepDto(s.Subject, s.Outcome.ToString(), s.Text, s.Took?.TotalMilliseconds))]);
}
