using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Api.Contracts;

/// <summary>A worker of the embedded fleet, as the simulation knows it.</summary>
/// <param name="Id">Name.</param>
/// <param name="Running">False while it is stopped.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="EventsEndpoint">Where it publishes KV events; null when it does not.</param>
/// <param name="ReplayEndpoint">Where missed batches can be asked for; null for nowhere.</param>
/// <param name="Faults">What is wrong with it on purpose, in words.</param>
/// <param name="Done">What the last order did, in words; null when there is nothing to say.</param>
public sealed record SimulatedWorkerDto(
    string Id, bool Running, string Url, string? EventsEndpoint, string? ReplayEndpoint, IReadOnlyList<string> Faults, string? Done = null)
{
    internal static SimulatedWorkerDto From(SimulatedWorker worker) => new(
        worker.Id, worker.Running, worker.Address.ToString(), worker.EventsAddress?.OriginalString, worker.ReplayAddress?.OriginalString, worker.Faults);
}
