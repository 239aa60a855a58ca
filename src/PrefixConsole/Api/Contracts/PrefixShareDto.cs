using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A run of the predicted tree and who holds how much of it. Tokens are estimates.</summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Name">Operator's label, else what it is.</param>
/// <param name="Namespace">Model, adapter and tenant.</param>
/// <param name="StartBlock">Text blocks of the prompt before it.</param>
/// <param name="Blocks">Text blocks in it.</param>
/// <param name="Tokens">Tokens in it, counted once.</param>
/// <param name="HeldTokens">Counted for every worker that holds them.</param>
/// <param name="DuplicatedTokens">Σ over blocks of (holders − 1) × tokens.</param>
/// <param name="OnlyATokens">Held by worker A and not by B; 0 unless two are compared.</param>
/// <param name="BothTokens">Held by both.</param>
/// <param name="OnlyBTokens">Held by worker B and not by A.</param>
/// <param name="Holders">Workers and the share of the run each holds.</param>
/// <param name="Hits">Requests that reached it.</param>
/// <param name="HitsPerMinute">Recent ones, exponentially decayed.</param>
/// <param name="IdleMs">Since it was last used.</param>
public sealed record PrefixShareDto(
    string Id,
    string Name,
    string Namespace,
    int StartBlock,
    int Blocks,
    long Tokens,
    long HeldTokens,
    long DuplicatedTokens,
    long OnlyATokens,
    long BothTokens,
    long OnlyBTokens,
    IReadOnlyList<PrefixHolderDto> Holders,
    long Hits,
    double HitsPerMinute,
    double IdleMs)
{
    internal static PrefixShareDto From(PrefixShareRow row) => new(
        row.Id,
        row.Name,
        row.Namespace,
        row.StartBlock,
        row.Blocks,
        row.Tokens,
        row.HeldTokens,
        row.DuplicatedTokens,
        row.OnlyA,
        row.Both,
        row.OnlyB,
        [.. row.Holders.Select(h => new PrefixHolderDto(h.Worker.Value, h.Share))],
        row.Hits,
        row.HitsPerMinute,
        row.Idle.TotalMilliseconds);
}
