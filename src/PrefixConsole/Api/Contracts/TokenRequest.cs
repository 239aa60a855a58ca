namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/tokens</c>.</summary>
public sealed record TokenRequest
{
    /// <summary>1 to 64 characters, unique.</summary>
    public string? Name { get; init; }

    /// <summary>Of read, operate, admin, audit, events; none that the caller lacks.</summary>
    public string[]? Scopes { get; init; }

    /// <summary>When it is no longer accepted; never when left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
