namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Whether a worker's breaker lets requests through. There is no half-open state: no request is risked to try a worker, health checks go
/// on and the first that is answered closes the breaker.
/// </summary>
public enum BreakerState
{
    /// <summary>No health check was answered since it was added or its drain ended: no requests until one is.</summary>
    Untested,

    /// <summary>It gets requests.</summary>
    Closed,

    /// <summary>It does not answer, and gets no requests until a health check is answered.</summary>
    Open,

    /// <summary>An operator drains it: failures are counted and open nothing; the next health check after the drain decides.</summary>
    Suspended,
}
