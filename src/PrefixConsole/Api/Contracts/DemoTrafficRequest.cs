namespace PrefixConsole.Api.Contracts;

/// <summary>Change of the traffic generator; absent fields stay as they are.</summary>
public sealed record DemoTrafficRequest
{
    public bool? Running { get; init; }

    /// <summary>Requests per second, 0.1 to 200.</summary>
    public double? Rate { get; init; }
}
