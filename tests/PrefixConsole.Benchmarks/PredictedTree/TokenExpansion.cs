using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>Token j of id i is <c>splitmix64(4096 i + j) &amp; 0x1FFFF</c>; blocks of 16 tokens.</summary>
internal sealed class TokenExpansion : PromptExpansion
{
    private int[] _tokens = [];
    private int _length;

    public override string Name => $"tokens, blocks of {PrefixHasher.DefaultTokenBlock}";

    public override int BlocksPerId => TokensPerId / PrefixHasher.DefaultTokenBlock;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _length);

    public override void Expand(ReadOnlySpan<long> ids)
    {
        _length = ids.Length * TokensPerId;
        Reserve(ref _tokens, _length);
        for (var i = 0; i < _length; i++)
        {
            _tokens[i] = (int)(Unit(ids[i / TokensPerId], i % TokensPerId) & 0x1FFFF);
        }
    }

    public override PromptBlocks Hash() => PrefixHasher.HashTokens(Tokens, Space, PrefixHasher.DefaultTokenBlock, []);
}
