using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>Character j of id i is <c>alphabet[splitmix64(4096 i + j) &amp; 63]</c>; blocks of 256 bytes.</summary>
internal sealed class TextExpansion : PromptExpansion
{
    public const int CharactersPerId = 2048;

    private byte[] _text = [];
    private int _length;

    public override string Name => $"text, blocks of {PrefixHasher.DefaultTextBlock} bytes";

    public override int BlocksPerId => CharactersPerId / PrefixHasher.DefaultTextBlock;

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ."u8;

    public override void Expand(ReadOnlySpan<long> ids)
    {
        _length = ids.Length * CharactersPerId;
        Reserve(ref _text, _length);
        for (var i = 0; i < _length; i++)
        {
            _text[i] = Alphabet[(int)(Unit(ids[i / CharactersPerId], i % CharactersPerId) & 63)];
        }
    }

    public override PromptBlocks Hash() => PrefixHasher.HashText(Text, Space, PrefixHasher.DefaultTextBlock, []);
}
