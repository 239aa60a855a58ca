using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Explaining;

/// <summary>Why the first worker did not serve a request, in words. Null: an older version that did not keep it made the record.</summary>
internal static class FailureWords
{
    /// <summary>As the API and the exports say it.</summary>
    public static string Code(AttemptFailureKind kind) => kind switch
    {
        AttemptFailureKind.Unreachable => "unreachable",
        AttemptFailureKind.Disconnected => "disconnected",
        _ => "answered",
    };

    /// <summary>In a table: the status where there was one.</summary>
    public static string Short(AttemptFailure? failure) => failure switch
    {
        null => "retry",
        { Status: { } status } => $"retry after {status}",
        _ => $"retry: {Code(failure.Kind)}",
    };

    public static string Sentence(string worker, AttemptFailure? failure) => failure switch
    {
        null => $"{worker} did not serve it (why was not kept)",
        { Kind: AttemptFailureKind.Unreachable } => $"{worker} could not be reached",
        { Kind: AttemptFailureKind.Disconnected } => $"{worker} ended the connection before it answered",
        _ => $"{worker} answered {failure.Status}{Meaning(failure.Status)}",
    };

    private static string Meaning(int? status) => status switch
    {
        429 => " (too many requests)",
        502 => " (bad gateway)",
        503 => " (unavailable)",
        _ => "",
    };
}
