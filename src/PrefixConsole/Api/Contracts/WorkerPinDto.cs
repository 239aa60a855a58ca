namespace PrefixConsole.Api.Contracts;

/// <summary>A pin that was just made.</summary>
/// <param name="Token">Value of the gateway's header <c>x-prefix-pin</c>: shown now and never again.</param>
/// <param name="ExpiresAt">When it no longer counts.</param>
public sealed record WorkerPinDto(string Token, DateTimeOffset ExpiresAt);
