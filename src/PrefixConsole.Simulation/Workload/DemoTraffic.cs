namespace PrefixConsole.Simulation.Workload;

/// <summary>The built-in workload generator: sends labelled demo requests to the gateway over HTTP. Thread-safe.</summary>
public sealed class DemoTraffic
{
    /// <summary>Largest rate that can be set.</summary>
    public const double MaxRate = 200;

    public bool Running => throw new NotImplementedException();

    /// <summary>Requests per second, 0.1 to <see cref="MaxRate"/>.</summary>
    public double Rate => throw new NotImplementedException();

    public long Sent => throw new NotImplementedException();

    public long Failed => throw new NotImplementedException();

    /// <summary>Raised after a change of <see cref="Running"/> or <see cref="Rate"/>.</summary>
    public event Action? Changed;

    public void Start() => throw new NotImplementedException();

    public void Stop() => throw new NotImplementedException();

    /// <summary>False when out of range or not finite: nothing changes.</summary>
    public bool SetRate(double requestsPerSecond) => throw new NotImplementedException();
}
