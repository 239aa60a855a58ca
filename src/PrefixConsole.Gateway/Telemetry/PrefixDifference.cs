namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How what is predicted of a worker's cache compares with what the worker reports.</summary>
public enum PrefixDifference
{
    /// <summary>No served prompt tells which tokens the text has.</summary>
    Unknown,

    /// <summary>Predicted and reported.</summary>
    Same,

    /// <summary>Some of it is predicted and not reported, or the other way round.</summary>
    Partly,

    /// <summary>Predicted; the worker reports none of it.</summary>
    OnlyPredicted,

    /// <summary>Reported; none of it is predicted.</summary>
    OnlyReported,
}
