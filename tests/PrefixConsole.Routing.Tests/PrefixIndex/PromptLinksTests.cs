using CsCheck;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class PromptLinksTests
{
    private static readonly PrefixNamespace s_space = new("m", Tenant: "acme");

    [Fact]
    public void Record_ExactRatio_LinksEachTextBlockToTheTokenBlockThatEndsWithIt()
    {
        var prompt = TokenizedPrompt.Of("sab");
        var links = new PromptLinks();

        Record(links, prompt);

        var found = Find(links, prompt.Text.Hashes);
        Assert.Equal([4, 8, 12], found.Select(l => l.TokenBlocks));
        Assert.Equal([prompt.Tokens.Hashes[3], prompt.Tokens.Hashes[7], prompt.Tokens.Hashes[11]], found.Select(l => l.Token));
        Assert.Equal([null, prompt.Text.Hashes[0], prompt.Text.Hashes[1]], found.Select(l => l.Before));
        Assert.Equal([PromptPart.System, PromptPart.User, PromptPart.User], found.Select(l => l.Segment.Part));
        Assert.All(found, l => Assert.Equal("m · tenant acme", l.Namespace));
    }

    [Fact]
    public void Record_WithoutTokens_LinksNothing()
    {
        var links = new PromptLinks();

        links.Record(TokenizedPrompt.Of("sab").Text, PromptBlocks.Empty, 192, s_space);

        Assert.Equal(0, links.Count);
        Assert.Equal(0, Find(links, TokenizedPrompt.Of("s").Text.Hashes)[0].TokenBlocks);
    }

    [Fact]
    public void Record_TokensOfTheStartOnly_LinksTheStart()
    {
        var prompt = TokenizedPrompt.Of("sabc");
        var start = new PromptBlocks { Hashes = prompt.Tokens.Hashes[..9], Unit = PrefixUnit.Tokens, BlockSize = 16, TotalUnits = 144 };
        var links = new PromptLinks();

        links.Record(prompt.Text, start, prompt.PromptTokens, s_space);

        Assert.Equal([4, 8, 0, 0], Find(links, prompt.Text.Hashes).Select(l => l.TokenBlocks));
    }

    [Fact]
    public void Record_DifferentRatiosAfterASharedText_PullsTheLinkBackToWhatAllShare()
    {
        // ten text blocks, the first four shared; 8 token blocks belong to the shared text, so 10 by the first prompt's ratio are too many
        var shared = Enumerable.Range(1, 4).ToArray();
        var links = new PromptLinks();
        for (var round = 0; round < 3; round++)
        {
            foreach (var (own, tokens) in new[] { (100, 25), (200, 20), (300, 16) })
            {
                var text = Blocks([.. shared, .. Enumerable.Range(own, 6)], PrefixUnit.TextBytes, 256);
                var ids = Blocks([.. Enumerable.Range(1, 8), .. Enumerable.Range(own, tokens - 8)], PrefixUnit.Tokens, 16);
                links.Record(text, ids, tokens * 16, s_space);
            }
        }

        var link = Find(links, TestPrompts.Chain(shared))[3];
        Assert.InRange(link.TokenBlocks, 1, 8);
        Assert.Equal(TestPrompts.Chain([.. Enumerable.Range(1, 8)])[link.TokenBlocks - 1], link.Token);
    }

    [Fact]
    public void Record_PromptCutIntoOtherTokens_IsLinkedAnew()
    {
        var text = Blocks([1, 2], PrefixUnit.TextBytes, 256);
        var links = new PromptLinks();
        links.Record(text, Blocks([1], PrefixUnit.Tokens, 16), 20, s_space);

        var other = Blocks([7], PrefixUnit.Tokens, 16);
        links.Record(text, other, 20, s_space);

        Assert.Equal(other.Hashes[0], Find(links, text.Hashes)[1].Token);
    }

    [Fact]
    public void AnyPrompts_KeepTheNewestBlocksOnly_AndALinkIsATokenBlockOfThePromptThatPassedLast() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 8], Gen.Int[0, 2].Array[1, 12]).List[1, 30].Sample(prompts =>
        {
            const int Capacity = 12;
            var links = new PromptLinks(Capacity);
            var order = new List<ulong>();
            foreach (var (textIds, tokenIds) in prompts)
            {
                var text = Blocks(textIds, PrefixUnit.TextBytes, 256);
                var tokens = Blocks(tokenIds, PrefixUnit.Tokens, 16);
                links.Record(text, tokens, tokens.TotalUnits, s_space);
                for (var i = 0; i < text.Count; i++)
                {
                    if ((i + 1) * tokens.Count / text.Count > 0 && !order.Contains(text.Hashes[i]))
                    {
                        order.Add(text.Hashes[i]);
                        order.RemoveRange(0, Math.Max(0, order.Count - Capacity));
                    }
                }

                var found = Find(links, text.Hashes);
                for (var i = 0; i < text.Count; i++)
                {
                    var most = (i + 1) * tokens.Count / text.Count;
                    Assert.Equal(order.Contains(text.Hashes[i]), found[i].TokenBlocks > 0);
                    if (most > 0 && found[i].TokenBlocks > 0)
                    {
                        Assert.InRange(found[i].TokenBlocks, 1, most);
                        Assert.Equal(tokens.Hashes[found[i].TokenBlocks - 1], found[i].Token);
                    }
                }
            }

            Assert.Equal(order.Order(), ReadAll(links, 5).Order());
            Assert.Equal(order.Count, links.Count);
        }, iter: 300);

    private static void Record(PromptLinks links, TokenizedPrompt prompt) => links.Record(prompt.Text, prompt.Tokens, prompt.PromptTokens, s_space);

    private static PromptLink[] Find(PromptLinks links, ulong[] text)
    {
        var found = new PromptLink[text.Length];
        links.Find(text, found);
        return found;
    }

    private static List<ulong> ReadAll(PromptLinks links, int batch)
    {
        var all = new List<ulong>();
        var part = new PromptLink[batch];
        for (var count = batch; count == batch;)
        {
            count = links.Read(all.Count, part);
            all.AddRange(part.Take(count).Select(l => l.Text));
        }

        return all;
    }

    private static PromptBlocks Blocks(int[] ids, PrefixUnit unit, int size) =>
        new() { Hashes = TestPrompts.Chain(ids), Unit = unit, BlockSize = size, TotalUnits = ids.Length * size };
}
