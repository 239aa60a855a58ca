namespace PrefixConsole.Api.Contracts;

/// <summary>Optional body of a restore.</summary>
public sealed record RestoreRequest
{
    /// <summary>Why; "restore revision N" when absent.</summary>
    public string? Reason { get; init; }

    /// <summary>As in <see cref="StrategyRequest.ConfirmWithinSeconds"/>.</summary>
    public int? ConfirmWithinSeconds { get; init; }
}
