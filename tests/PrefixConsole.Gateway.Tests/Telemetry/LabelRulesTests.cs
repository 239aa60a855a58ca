using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class LabelRulesTests
{
    private readonly ApproximatePrefixTree _tree;
    private readonly PrefixExplorer _explorer;

    public LabelRulesTests()
    {
        var time = new FakeTimeProvider();
        var registry = new WorkerRegistry(time);
        _tree = new ApproximatePrefixTree(time, 10_000);
        _explorer = new PrefixExplorer(_tree, registry, new PreviewStore(), time, new GatewayOptions());
        registry.Add(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://10.0.0.1") });
    }

    [Fact]
    public void Name_TheFirstRuleThatFits_FillsInWhatIsTheRunsOwn()
    {
        Serve(1, new PrefixNamespace("m", "lora", "", "acme"));
        Serve(2, new PrefixNamespace("m", "", "", "bank"));
        Serve(3, new PrefixNamespace("m", "", "pepper"));
        Set(
            new LabelRule { Label = "{tenant} on {model}/{adapter}: {part}", Tenant = "acme" },
            new LabelRule { Label = "salted {salt}", Model = "m", Part = "system" },
            new LabelRule { Label = "never", Model = "m" });

        var names = _explorer.Tree(null, null)!.Nodes.Select(n => (n.Name, n.Label, n.RuleLabel)).Order();

        Assert.Equal(
            new[] { "acme on m/lora: system", $"salted {SaltName.Of("pepper")}", "salted " }.Select(n => (n, (string?)null, (string?)n)).Order(), names);
    }

    [Fact]
    public void Name_TenantCalledAsAFieldIs_StaysAsItIs()
    {
        Serve(1, new PrefixNamespace("m", "", "pepper", "{salt} {part}"));
        Set(new LabelRule { Label = "{tenant} on {model}", Model = "m" });

        Assert.Equal("{salt} {part} on m", Assert.Single(_explorer.Tree(null, null)!.Nodes).Name);
    }

    [Theory]
    [InlineData(null, true, null, "system", true)]
    [InlineData("system", false, null, "system", true)]
    [InlineData("user", false, null, "system", false)]
    [InlineData("user", false, null, "user", true)]
    [InlineData("user", true, null, "user", false)]
    [InlineData(null, false, 256, "system", true)]
    [InlineData(null, false, 257, "system", false)]
    public void Fits_PartStartAndSize(string? part, bool atStart, int? minTokens, string runPart, bool fits)
    {
        // Four system blocks of 256 bytes that two prompts share, then four blocks of a turn each.
        Serve(1, new PrefixNamespace("m"));
        Serve(2, new PrefixNamespace("m"), shared: 1);
        Set(new LabelRule { Label = "it", Model = "m", Part = part, AtStart = atStart, MinTokens = minTokens });

        var run = _explorer.Tree(null, null)!.Nodes.First(n => (n.RuleLabel is null ? n.Name : runPart).Contains(runPart, StringComparison.Ordinal) && (n.StartBlock == 0) == (runPart == "system"));

        Assert.Equal(fits ? "it" : null, run.RuleLabel);
    }

    [Fact]
    public void LabelByHand_ComesBeforeAllRules_AndIsFoundLikeTheirs()
    {
        Serve(1, new PrefixNamespace("m", Tenant: "acme"));
        Serve(2, new PrefixNamespace("m", Tenant: "bank"));
        Set(new LabelRule { Label = "bot of {tenant}", AtStart = true });
        var acme = _explorer.Tree(null, null)!.Nodes.Single(n => n.Name == "bot of acme");
        Assert.True(_explorer.SetLabel(acme.Id, "support"));

        Assert.Equal(("support", "support", null), (_explorer.Find(acme.Id)!.Name, _explorer.Find(acme.Id)!.Label, _explorer.Find(acme.Id)!.RuleLabel));
        Assert.Equal(["bot of bank"], _explorer.FindByLabel("BOT", 10).Select(n => n.Name));
        Assert.Equal(["support"], _explorer.FindByLabel("supp", 10).Select(n => n.Name));
        Assert.Equal([1], _explorer.Reach(_explorer.Rules).Runs);
    }

    [Fact]
    public void Reach_CountsARunForTheFirstRuleOnly()
    {
        Serve(1, new PrefixNamespace("m", Tenant: "acme"));
        Serve(2, new PrefixNamespace("m", Tenant: "bank"));

        var reach = _explorer.Reach(new LabelRules(
            [new LabelRule { Label = "a", Tenant = "acme" }, new LabelRule { Label = "b", Model = "m" }, new LabelRule { Label = "c", Model = "other" }]));

        Assert.Equal([1, 1, 0], reach.Runs);
        Assert.Equal(1, reach.ReadShare);
        Assert.All(_explorer.Tree(null, null)!.Nodes, n => Assert.Null(n.RuleLabel));
    }

    [Theory]
    [InlineData("rules[0].label", "", "m", null, null)]
    [InlineData("rules[0].label", "   ", "m", null, null)]
    [InlineData("rules[0].label", "two\nlines", "m", null, null)]
    [InlineData("rules[0].label", "{prompt}", "m", null, null)]
    [InlineData("rules[0].label", "all of them", null, null, null)]
    [InlineData("rules[0].model", "x", "m\u0007", null, null)]
    [InlineData("rules[0].part", "x", "m", "footer", null)]
    [InlineData("rules[0].minTokens", "x", "m", null, 0)]
    [InlineData("rules[0].minTokens", "x", "m", null, -1)]
    [InlineData("rules[0].minTokens", "x", "m", null, 10_000_001)]
    public void Check_BadRule_NamesTheField(string field, string label, string? model, string? part, int? minTokens) =>
        Assert.Equal([field], LabelRules.Check([new LabelRule { Label = label, Model = model, Part = part, MinTokens = minTokens }]).Select(e => e.Field));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("right\u202eto left")]
    [InlineData("{ {tenant} }")]
    public void Check_HostileOrOddNames_AreJustNames(string label) => Assert.Empty(LabelRules.Check([new LabelRule { Label = label, Model = label }]));

    [Fact]
    public void Check_TooLongOrTooMany_IsRefused()
    {
        Assert.Equal(["rules[0].label"], LabelRules.Check([new LabelRule { Label = new string('x', 81), Model = "m" }]).Select(e => e.Field));
        Assert.Equal(["rules[0].tenant"], LabelRules.Check([new LabelRule { Label = "x", Tenant = new string('x', 257) }]).Select(e => e.Field));
        Assert.Equal(["rules"], LabelRules.Check([.. Enumerable.Repeat(new LabelRule { Label = "x", Model = "m" }, 51)]).Select(e => e.Field));
        Assert.Equal(["rules[1]"], LabelRules.Check([new LabelRule { Label = "x", Model = "m" }, null]).Select(e => e.Field));
    }

    private void Set(params ImmutableArray<LabelRule> rules)
    {
        Assert.Empty(LabelRules.Check(rules));
        _explorer.Rules = new LabelRules(rules);
    }

    /// <summary>A prompt of four system blocks and four blocks of a turn; those with the same <paramref name="shared"/> share the system blocks.</summary>
    private void Serve(ulong which, PrefixNamespace space, ulong? shared = null)
    {
        ulong[] hashes = [.. Hashes(shared ?? which, 0), .. Hashes(which, 4)];
        _tree.Insert(
            0,
            new PromptBlocks
            {
                Hashes = hashes,
                Unit = PrefixUnit.TextBytes,
                BlockSize = 256,
                TotalUnits = 2048,
                Segments = [new PromptSegment(PromptPart.System, 0, 0), new PromptSegment(PromptPart.User, 1, 1024)],
            },
            space.Label);
    }

    private static IEnumerable<ulong> Hashes(ulong which, ulong first) => [.. Enumerable.Range(1, 4).Select(i => (which * 1000) + first + (ulong)i)];
}
