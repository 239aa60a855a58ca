using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class LabelRulesPageTests : PageContext
{
    private LabelRuleBook Rules => Services.GetRequiredService<LabelRuleBook>();

    private IEnumerable<string> InForce => Rules.Current.Rules.Select(r => r.Label);

    private void Serve(ulong which, string space) => Tree.Insert(
        0,
        new PromptBlocks { Hashes = [.. Enumerable.Range(1, 8).Select(i => (which * 1000) + (ulong)i)], Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 2048 },
        space);

    [Fact]
    public void NoRules_SaysWhatTheyAreFor()
    {
        var page = Render<LabelRulesPage>();

        Assert.Contains("No rules", page.Find(Test("rules-empty")).TextContent);
        Assert.True(page.Find(Test("rules-save")).HasAttribute("disabled"));
    }

    [Fact]
    public void Add_TellsWhatItNamesWhileItIsTyped_AndIsInForceOnceSaved()
    {
        Serve(1, "m · tenant acme");
        Serve(2, "m · tenant acme");
        Serve(3, "m · tenant bank");
        var page = Render<LabelRulesPage>();
        page.Find(Test("rule-add")).Click();
        Assert.Equal("is required", page.Find(Test("rule-label-error")).TextContent);

        page.Find(Test("rule-label")).Input("bot of {tenant}");
        Assert.Contains("would name every prefix", page.Find(Test("rule-label-error")).TextContent);
        page.Find(Test("rule-tenant")).Input("acme");
        Assert.Empty(page.FindAll(".error"));
        Assert.Equal("2", page.Find(Test("rule-names")).TextContent);
        Assert.Empty(InForce);

        page.Find(Test("label-rules")).Submit();

        page.WaitForAssertion(() => Assert.Equal(["bot of {tenant}"], InForce));
        Assert.Equal(2, Explorer.FindByLabel("bot of acme", 10).Length);
        Assert.True(page.Find(Test("rules-save")).HasAttribute("disabled"));
        Assert.Contains("counted over 100 %", page.Find(Test("coverage")).TextContent);
    }

    [Theory]
    [InlineData("rule-tokens", "many", "rule-tokens-error")]
    [InlineData("rule-tokens", "-1", "rule-tokens-error")]
    [InlineData("rule-tokens", "NaN", "rule-tokens-error")]
    [InlineData("rule-tokens", "1e9", "rule-tokens-error")]
    [InlineData("rule-tokens", "99999999", "rule-tokens-error")]
    [InlineData("rule-label", "{prompt}", "rule-label-error")]
    public void BadInput_IsSaidBesideTheField_AndNothingIsSaved(string field, string typed, string error)
    {
        Rules.Set([new LabelRule { Label = "a", Model = "m" }], null);
        var page = Render<LabelRulesPage>();

        page.Find(Test(field)).Input(typed);
        page.Find(Test("label-rules")).Submit();

        Assert.NotEmpty(page.Find(Test(error)).TextContent);
        Assert.Equal("true", page.Find(Test(field)).GetAttribute("aria-invalid"));
        Assert.Equal("–", page.Find(Test("rule-names")).TextContent);
        Assert.Equal(["a"], InForce);
    }

    [Fact]
    public void OrderAndRemove_CountOnlyOnceSaved()
    {
        Rules.Set([Rule("a"), Rule("b"), Rule("<script>")], null);
        var page = Render<LabelRulesPage>();

        page.FindAll(Test("rule-down"))[0].Click();
        page.FindAll(Test("rule-remove"))[1].Click();
        Assert.Equal(["a", "b", "<script>"], InForce);
        page.Find(Test("label-rules")).Submit();
        page.WaitForAssertion(() => Assert.Equal(["b", "<script>"], InForce));

        page.FindAll(Test("rule-remove"))[0].Click();
        page.Find(Test("rules-discard")).Click();
        Assert.Equal(2, page.FindAll(Test("label-rule")).Count);
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public async Task SomebodyElseSaves_WhileThisOneTypes_BothAreShown_AndReplacingIsADecision()
    {
        Rules.Set([Rule("a")], null);
        var page = Render<LabelRulesPage>();
        page.Find(Test("rule-label")).Input("mine");

        Rules.Set([Rule("theirs")], null);
        await page.InvokeAsync(() => page.Find(Test("label-rules")).Submit());

        page.WaitForAssertion(() => Assert.Contains("In force now: theirs", Words(page.Find(Test("rules-conflict")).TextContent)));
        Assert.Equal(["theirs"], InForce);
        Assert.Equal("mine", page.Find(Test("rule-label")).GetAttribute("value"));
        page.Find(Test("label-rules")).Submit();
        Assert.Equal(["theirs"], InForce);

        page.Find(Test("rules-replace")).Click();
        page.WaitForAssertion(() => Assert.Equal(["mine"], InForce));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("rules-conflict"))));
    }

    [Fact]
    public void SomebodyElseSaves_NothingTypedHere_ShowsTheirs()
    {
        var page = Render<LabelRulesPage>();

        Rules.Set([Rule("theirs")], null);
        Time.Advance(TimeSpan.FromSeconds(3));

        page.WaitForAssertion(() => Assert.Equal("theirs", page.Find(Test("rule-label")).GetAttribute("value")));
        Assert.Empty(page.FindAll(Test("rules-conflict")));
    }

    [Fact]
    public void Viewer_CanOnlyLook()
    {
        Rules.Set([Rule("a")], null);
        Desk.Seat(Viewer);

        var page = Render<LabelRulesPage>();

        Assert.All(page.FindAll("[data-testid^=rule-]:is(input, select, button)"), e => Assert.True(e.HasAttribute("disabled")));
        page.Find(Test("label-rules")).Submit();
        Assert.Equal(2, Rules.Current.Revision);
    }

    private static LabelRule Rule(string label) => new() { Label = label, AtStart = true };

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
