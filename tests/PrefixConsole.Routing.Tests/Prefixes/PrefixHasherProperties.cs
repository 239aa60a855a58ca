using System.Text;
using CsCheck;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.Tests.Prefixes;

public sealed class PrefixHasherProperties
{
    private static readonly PrefixNamespace s_space = new("model");
    private static readonly string[] s_characters = ["a", "é", "好", "👋", "z"];
    private static readonly Gen<string> s_text = Gen.Int[0, 4].Select(i => s_characters[i]).List[0, 40].Select(string.Concat);

    [Fact]
    public void TryCut_AnyTextAndBlock_NeverSplitsACodePointAndKeepsToItsBounds() =>
        Gen.Select(s_text, Gen.Int[1, 12]).Sample((text, block) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var start = 0;
            while (TextCutter.TryCut(bytes, start, block, out var end))
            {
                Assert.True(end == bytes.Length || (bytes[end] & 0xC0) != 0x80);
                var length = end - start;
                Assert.True(length <= block || new UTF8Encoding(false, true).GetString(bytes[start..end]).EnumerateRunes().Count() == 1);
                Assert.InRange(length, Math.Max(1, block - 3), Math.Max(4, block));
                start = end;
            }

            // a code point that is longer than a block may still be whole: then it would have been cut
            Assert.True(bytes.Length - start < block);
        }, iter: 800);

    [Fact]
    public void HashText_TwoTextsWithACommonBeginning_ShareExactlyTheBlocksThatAreEqual() =>
        Gen.Select(s_text, s_text, s_text, Gen.Int[1, 12]).Sample((common, one, other, block) =>
        {
            var (a, b) = (Encoding.UTF8.GetBytes(common + one), Encoding.UTF8.GetBytes(common + other));
            var (first, second) = (Cuts(a, block), Cuts(b, block));
            var equal = first.Zip(second).TakeWhile(p => p.First == p.Second && a.AsSpan(0, p.First).SequenceEqual(b.AsSpan(0, p.Second))).Count();

            var (x, y) = (PrefixHasher.HashText(a, s_space, block, []), PrefixHasher.HashText(b, s_space, block, []));

            Assert.Equal(first.Count, x.Count);
            Assert.Equal(equal, x.Hashes.Zip(y.Hashes).Count(p => p.First == p.Second));
            Assert.True(equal >= (Encoding.UTF8.GetByteCount(common) / Math.Max(block, 4)) - 1);
        }, iter: 800);

    [Fact]
    public void HashTokens_TwoListsWithACommonBeginning_ShareExactlyItsFullBlocks() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[1, 40], Gen.Int[1, 20]).Sample((common, rest, block) =>
        {
            var a = Enumerable.Range(0, common + rest).ToArray();
            var b = a.Select((t, i) => i < common ? t : -t - 1).ToArray();

            var (x, y) = (PrefixHasher.HashTokens(a, s_space, block, []), PrefixHasher.HashTokens(b, s_space, block, []));

            Assert.Equal(common / block, x.Hashes.Zip(y.Hashes).Count(p => p.First == p.Second));
        }, iter: 1000);

    private static List<int> Cuts(byte[] bytes, int block)
    {
        var cuts = new List<int>();
        var start = 0;
        while (TextCutter.TryCut(bytes, start, block, out var end))
        {
            cuts.Add(end);
            start = end;
        }

        return cuts;
    }
}
