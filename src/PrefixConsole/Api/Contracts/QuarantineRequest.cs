namespace PrefixConsole.Api.Contracts;

/// <summary>Shuts a feed of KV events out, or lets it in again.</summary>
public sealed record QuarantineRequest
{
    public bool? On { get; init; }

    /// <summary>Data-parallel rank; all of the worker when absent.</summary>
    public int? Rank { get; init; }
}
