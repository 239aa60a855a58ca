using System.Text.Json;

namespace PrefixConsole.Api.Contracts;

/// <summary>Body of <c>POST /api/try</c>: a prompt, as text or as the request a client would send. It is not kept.</summary>
/// <remarks>A class and not a record: nothing may print it by accident.</remarks>
public sealed class TryRequest
{
    /// <summary>Text of a prompt; with <see cref="Model"/>. At most 1 MiB of UTF-8.</summary>
    public string? Text { get; init; }

    /// <summary>Instead of text: the body of a request as a client would send it, model included. At most 1 MiB.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>
    /// Instead of text: hash of a run of the predicted tree, 16 hexadecimal digits as <c>GET /api/prefixes</c> has them. The prompt begins with
    /// that prefix; model, salt and tenant are the run's.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>With <see cref="Prefix"/>: tokens after it, 0 or more. Alone, with <see cref="Model"/>: those of a prompt that nobody has sent. At most 262,144.</summary>
    public int? Tokens { get; init; }

    /// <summary>Path it would be sent to: <c>/v1/chat/completions</c> unless given.</summary>
    public string? Path { get; init; }

    /// <summary>Model or adapter; only with <see cref="Text"/>, or <see cref="Tokens"/> alone.</summary>
    public string? Model { get; init; }

    /// <summary><c>cache_salt</c> of the request; only with <see cref="Text"/>, or <see cref="Tokens"/> alone.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Tenant as the client would name it; needs <c>Gateway:TrustTenantHeader</c>.</summary>
    public string? Tenant { get; init; }

    /// <summary>Session as the client would name it.</summary>
    public string? Session { get; init; }

    /// <summary>Strategies to compare with the active one; all with default parameters when there are none. At most 32.</summary>
    public StrategyRequest[]? Strategies { get; init; }

    /// <summary>Numbers of earlier revisions to compare besides. At most 8.</summary>
    public int[]? Revisions { get; init; }
}
