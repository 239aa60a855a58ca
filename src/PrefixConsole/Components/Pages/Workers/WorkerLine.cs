using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A line of the fleet's table: a worker, or the sums of a group.</summary>
/// <param name="Group">Name of the group; null for a worker.</param>
/// <param name="Members">Workers of the group; empty for a worker.</param>
/// <param name="Row">The worker; null for a group.</param>
public sealed record WorkerLine(string? Group, IReadOnlyList<WorkerView> Members, WorkerRow? Row)
{
    /// <summary>Tells lines apart from one reading to the next.</summary>
    public string Key => Row is { } row ? "w/" + row.Worker.Id : "g/" + Group;
}
