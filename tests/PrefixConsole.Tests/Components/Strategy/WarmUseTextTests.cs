using Bunit;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class WarmUseTextTests : PageContext
{
    private static readonly WarmUse s_none = new(0, 0, 0, 0, 0, 0, 0, 0, 4096, null, false);
    private static readonly WarmUse s_some = s_none with { Prefixes = 80, Tokens = 310_000, Left = 12, LeftTokens = 48_000 };

    [Fact]
    public void Some_LeadsWithHowManyOfHowMany()
    {
        Assert.Equal("12 of 80 warm prefixes (48,000 of 310,000 tok) would stop being used.", Headline(s_some));
        Assert.Equal("0 of 80 warm prefixes (0 of 310,000 tok) would stop being used.", Headline(s_some with { Left = 0, LeftTokens = 0 }));
    }

    [Theory]
    [InlineData(0, 0, "No warm prefix in use is known: none of these decisions found anything where it went.")]
    [InlineData(3, 0, "No warm prefix in use is known.")]
    [InlineData(0, 3, "No warm prefix in use is known.")]
    public void None_ClaimsOnlyWhatIsKnown(int partial, int keyless, string expected)
    {
        Assert.Equal(expected, Headline(s_none with { Partial = partial, Keyless = keyless }));
        Assert.Empty(Show(s_none).FindAll(Test("impact-warm-rule")));
    }

    [Fact]
    public void Untold_SomeAreSaidBesideAndAllInsteadOfANumber()
    {
        var some = Show(s_some with { Untold = 5, UntoldTokens = 9_000 });
        Assert.StartsWith("Of 5 more (9,000 tok) it cannot be told", some.Find(Test("impact-warm-untold")).TextContent);

        Assert.Equal(
            "Of 80 warm prefixes in use (310,000 tok) it cannot be told which would stop being used.",
            Headline(s_some with { Left = 0, LeftTokens = 0, Untold = 80, UntoldTokens = 310_000 }));
        Assert.Empty(Show(s_some).FindAll(Test("impact-warm-untold")));
    }

    [Theory]
    [InlineData(1, "1 decision found that ends before its head")]
    [InlineData(1200, "1,200 decisions found that ends before their head")]
    public void PartialHeads_AreSaidToBeLeftOut(int partial, string expected) =>
        Assert.Contains(expected, Show(s_some with { Partial = partial }).Find(Test("impact-warm-short")).TextContent);

    [Fact]
    public void NoKeyKept_IsSaid()
    {
        Assert.Equal("Not told: 7 decisions of whose prompts no head was kept.", Show(s_some with { Keyless = 7 }).Find(Test("impact-warm-keyless")).TextContent);
        Assert.Empty(Show(s_some).FindAll(Test("impact-warm-keyless")));
    }

    [Theory]
    [InlineData(4096, null, "A head is the first 4,096 bytes of a prompt, or all blocks of a shorter one; what different heads begin with alike counts in each.")]
    [InlineData(null, 1024, "A head is the first 1,024 tokens of a prompt, or all blocks of a shorter one; what different heads begin with alike counts in each.")]
    [InlineData(4096, 1024, "or the first 1,024 tokens of one that came as tokens")]
    [InlineData(null, null, "none was longer than a head; what different heads begin with alike counts in each.")]
    public void Rule_SaysWhatAHeadIs(int? bytes, int? tokens, string expected)
    {
        var rule = Show(s_some with { HeadBytes = bytes, HeadTokens = tokens }).Find(Test("impact-warm-rule")).TextContent;
        Assert.Contains("Prompts with the same head count once for each worker", rule);
        Assert.Contains(expected, rule);
    }

    [Fact]
    public void Rule_HeadsDiffer_SaysThatAPromptCountsUnderEach()
    {
        var differ = Show(s_some with { HeadsDiffer = true }).Find(Test("impact-warm-rule")).TextContent;
        Assert.Contains("A head is at most the first 4,096 bytes", differ);
        Assert.EndsWith("the same prompt counts again under each.", differ);
        Assert.DoesNotContain("counts again", Show(s_some).Find(Test("impact-warm-rule")).TextContent);
    }

    private string Headline(WarmUse warm) => Show(warm).Find(".headline").TextContent.Trim();

    private IRenderedComponent<WarmUseText> Show(WarmUse warm) => Render<WarmUseText>(p => p.Add(c => c.Warm, warm));
}
