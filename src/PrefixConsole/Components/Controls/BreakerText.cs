using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Controls;

/// <summary>A worker's breaker in words.</summary>
internal static class BreakerText
{
    private const int MaxFailures = 999_999;

    /// <summary>What the console calls a state.</summary>
    public static string WordOf(BreakerState state) => state switch
    {
        BreakerState.Closed => "closed",
        BreakerState.Open => "open",
        BreakerState.Suspended => "suspended",
        _ => "untested",
    };

    /// <summary>The failures beside the word; empty without any.</summary>
    public static string FailuresOf(WorkerBreaker breaker) => breaker switch
    {
        { Failures: 0 } => "",
        { State: BreakerState.Closed } => $"{Figures.Count(breaker.Failures)} of {WorkerBreaker.FailuresToOpen} failed",
        _ => $"{Figures.Count(breaker.Failures)} failed",
    };

    /// <summary>What a state means for requests, and what ends it.</summary>
    public static string RuleOf(BreakerState state) => state switch
    {
        BreakerState.Closed =>
            $"It gets requests. {WorkerBreaker.FailuresToOpen} failed health checks in a row open it, and so does a single request that cannot connect.",
        BreakerState.Open =>
            "It gets no requests. Health checks go on, and the first that is answered closes it; no request is risked to try the worker.",
        BreakerState.Suspended => "An operator drains the worker: failures are counted and open nothing. The next health check after the drain decides.",
        _ => "It gets no requests until a health check is answered.",
    };

    /// <summary>What was wrong the last time, and when.</summary>
    public static string LastFailureOf(WorkerBreaker breaker, DateTimeOffset now) => breaker is { LastCause: { } cause, LastFailedAt: { } at }
        ? $"Last failure {Figures.Ago(now - at)}: {cause}"
        : "No failure is known";

    /// <summary>Least for the worst: an open one, then the one with more failures in a row.</summary>
    public static int RankOf(WorkerBreaker breaker) =>
        -(Math.Min(breaker.Failures, MaxFailures) + (breaker.State is BreakerState.Open ? MaxFailures + 1 : 0));
}
