namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Why a worker did not serve a request, of which nothing had been sent to the client yet.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Status">HTTP status that it answered with; null when it did not answer.</param>
public sealed record AttemptFailure(AttemptFailureKind Kind, int? Status = null)
{
    public static AttemptFailure Unreachable { get; } = new(AttemptFailureKind.Unreachable);

    public static AttemptFailure Disconnected { get; } = new(AttemptFailureKind.Disconnected);

    public static AttemptFailure Answered(int status) => new(AttemptFailureKind.Answered, status);
}
