using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Testing.Scheduling;

/// <summary>Builds requests without going through hashing.</summary>
public static class TestRequest
{
    public const string Model = "model-a";

    /// <param name="id">Id of the request.</param>
    /// <param name="model">Model asked for.</param>
    /// <param name="blocks">Full blocks of 256 bytes; the hash of block i is <paramref name="firstHash"/> + i.</param>
    /// <param name="firstHash">Hash of block 0.</param>
    /// <param name="session">Session key.</param>
    /// <param name="excluded">Workers already tried.</param>
    /// <param name="tokens">Prompt tokens; 64 per block when 0.</param>
    /// <param name="tokenBlocks">Full blocks of 16 tokens; none: no tokens are known.</param>
    /// <param name="pinned">Worker it is pinned to.</param>
    public static RoutingRequest Create(
        string id = "r1",
        string model = Model,
        int blocks = 10,
        ulong firstHash = 1000,
        string? session = null,
        ImmutableArray<WorkerId>? excluded = null,
        int tokens = 0,
        int tokenBlocks = 0,
        WorkerId? pinned = null) => new()
        {
            Id = id,
            Model = model,
            Namespace = new PrefixNamespace(model),
            Blocks = Blocks(blocks, firstHash, PrefixUnit.TextBytes, 256),
            TokenBlocks = tokenBlocks == 0 ? PromptBlocks.Empty : Blocks(tokenBlocks, firstHash, PrefixUnit.Tokens, 16),
            PromptTokens = tokens == 0 ? blocks * 64 : tokens,
            SessionKey = session,
            Excluded = excluded ?? [],
            Pinned = pinned,
        };

    public static PromptBlocks Blocks(int count, ulong firstHash, PrefixUnit unit, int blockSize)
    {
        var hashes = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            hashes[i] = firstHash + (ulong)i;
        }

        return new PromptBlocks { Hashes = hashes, Unit = unit, BlockSize = blockSize, TotalUnits = count * blockSize };
    }
}
