namespace PrefixConsole.Api.Contracts;

/// <summary>A token that was just made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">The secret: shown now and never again.</param>
public sealed record NewTokenDto(string Name, string Token);
