namespace PrefixConsole.Api.Contracts;

/// <summary>Body of a restore, and of the promotion of a trial.</summary>
public sealed record RestoreRequest
{
    /// <summary>Why; required.</summary>
    public string? Reason { get; init; }

    /// <summary>As in <see cref="StrategyRequest.ConfirmWithinSeconds"/>.</summary>
    public int? ConfirmWithinSeconds { get; init; }

    /// <summary>As in <see cref="StrategyRequest.Guardrails"/>.</summary>
    public GuardrailsDto? Guardrails { get; init; }
}
