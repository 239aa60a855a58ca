namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/tokens</c>.</summary>
public sealed record TokenRequest
{
    /// <summary>1 to 64 characters, unique.</summary>
    public string? Name { get; init; }

    /// <summary>Of read, operate, admin, audit.</summary>
    public string[]? Scopes { get; init; }
}
