namespace PrefixConsole.Gateway.Configuration;

/// <summary>Section <c>Workers</c> of the configuration: the fleet at start.</summary>
public sealed class WorkerListOptions
{
    public const string Section = "Workers";

    /// <value>The workers. Default none.</value>
    public List<WorkerOptions> Workers { get; set; } = [];
}
