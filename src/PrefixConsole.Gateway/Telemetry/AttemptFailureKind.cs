namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What came of a worker that did not serve a request which another was asked for then.</summary>
public enum AttemptFailureKind
{
    /// <summary>No connection to it could be opened.</summary>
    Unreachable,

    /// <summary>It took the connection and ended it before an answer.</summary>
    Disconnected,

    /// <summary>It answered with a status that another worker may do better than.</summary>
    Answered,
}
