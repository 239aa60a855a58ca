using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class StrategyPageTests : PageContext
{
    private IElement Active(IRenderedComponent<StrategyPage> page) => page.Find(Test("active-strategy"));

    private static void Apply(IRenderedComponent<StrategyPage> page, string reason = "try it")
    {
        page.Find(Test("apply-reason")).Input(reason);
        page.Find(Test("apply-strategy")).Click();
        page.Find(Test("confirm-apply")).Click();
    }

    [Fact]
    public void Start_ShowsActiveRevisionAllStrategiesAndNothingToApply()
    {
        var page = Render<StrategyPage>();

        Assert.Equal("approximate-tree", Active(page).GetAttribute("data-strategy"));
        Assert.Equal("1", Active(page).GetAttribute("data-revision"));
        Assert.All(Catalog.Strategies, s => page.Find(Test($"strategy-option-{s.Name}")));
        Assert.True(page.Find(Test("apply-strategy")).HasAttribute("disabled"));
        Assert.NotEmpty(page.FindAll(Test("no-changes")));
    }

    [Fact]
    public void Switch_TwoClicksAndConfirm_MakesARevision()
    {
        var page = Render<StrategyPage>();

        page.Find(Test("strategy-option-least-loaded")).Click();
        Apply(page, "test the baseline");

        Assert.Equal("least-loaded", Store.Current.Spec.Name);
        Assert.Equal("test the baseline", Store.Current.Reason);
        Assert.Equal("2", Active(page).GetAttribute("data-revision"));
        Assert.Equal(["2", "1"], page.FindAll(Test("revision-row")).Select(r => r.GetAttribute("data-revision")));
        Assert.Contains("Revision 2 active", Assert.Single(Services.GetRequiredService<ISnackbar>().ShownSnackbars).Message);
    }

    [Fact]
    public void Cancel_AppliesNothing()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-random")).Click();
        page.Find(Test("apply-reason")).Input("try it");
        page.Find(Test("apply-strategy")).Click();

        page.Find(Test("cancel-apply")).Click();

        Assert.Equal(1, Store.Current.Number);
        Assert.Empty(page.FindAll(Test("confirm-panel")));
    }

    [Fact]
    public void EditAfterApplyClick_TakesTheConfirmationBack()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("input-cache-threshold")).Input("0.5");
        page.Find(Test("apply-reason")).Input("try it");
        page.Find(Test("apply-strategy")).Click();
        page.Find(Test("confirm-panel"));

        page.Find(Test("input-cache-threshold")).Input("0.9");

        Assert.Empty(page.FindAll(Test("confirm-panel")));
        Assert.Equal("0.9", page.Find("[data-testid='diff-row'] .to").TextContent);
    }

    /// <summary>The revision is seen before it is written down, which may take a moment: whoever is quick has begun the next edit by then.</summary>
    [Fact]
    public void EditBegunBeforeTheAnswerHasCome_GoesOn()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("input-cache-threshold")).Input("0.5");
        page.Find(Test("apply-reason")).Input("first");
        page.Find(Test("apply-strategy")).Click();
        Store.Changed += Begin;

        page.Find(Test("confirm-apply")).Click();

        page.WaitForAssertion(() => Assert.Equal("2", page.Find(Test("active-strategy")).GetAttribute("data-revision")));
        Assert.Equal("second", page.Find(Test("apply-reason")).GetAttribute("value"));
        Assert.Empty(page.FindAll(Test("strategy-conflict")));
        page.Find(Test("apply-strategy")).Click();
        page.Find(Test("confirm-apply")).Click();
        page.WaitForAssertion(() => Assert.Equal((3, StrategyNames.Random), (Store.Current.Number, Store.Current.Spec.Name)));

        void Begin()
        {
            Store.Changed -= Begin;
            page.Find(Test("strategy-option-random")).Click();
            page.Find(Test("apply-reason")).Input("second");
        }
    }

    [Fact]
    public void InvalidValue_ShowsTheReasonBesideTheFieldAndBlocksApply()
    {
        var page = Render<StrategyPage>();

        page.Find(Test("input-cache-threshold")).Input("7");

        Assert.Equal("must be between 0 and 1", page.Find(Test("error-cache-threshold")).TextContent);
        Assert.True(page.Find(Test("apply-strategy")).HasAttribute("disabled"));

        page.Find(Test("reset-cache-threshold")).Click();
        Assert.Empty(page.FindAll(Test("error-cache-threshold")));
    }

    [Fact]
    public void SomebodyElseApplies_WhileEditing_NothingIsOverwritten()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("input-cache-threshold")).Input("0.5");

        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ops", "incident", null);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("by ops", page.Find(Test("strategy-conflict")).TextContent));
        var diff = page.Find(Test("conflict-diff")).TextContent;
        Assert.Contains("Random", diff, StringComparison.Ordinal);
        Assert.Contains("0.5", diff, StringComparison.Ordinal);
        Assert.True(page.Find(Test("apply-strategy")).HasAttribute("disabled"));
        Assert.Equal("0.5", page.Find(Test("input-cache-threshold")).GetAttribute("value"));

        page.Find(Test("conflict-rebase")).Click();
        Assert.Equal("random", Store.Current.Spec.Name);
        Apply(page);
        Assert.Equal(3, Store.Current.Number);
        Assert.Equal(0.5, Store.Current.Spec.Parameters["cache-threshold"].Number);
    }

    [Fact]
    public void Conflict_Reload_TakesTheOthersRevision()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-least-loaded")).Click();
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ops", "", null);

        // The page has not been told yet: the store itself refuses.
        Apply(page);
        Assert.Equal(2, Store.Current.Number);

        page.Find(Test("conflict-reload")).Click();
        Assert.Equal("random", Active(page).GetAttribute("data-strategy"));
        Assert.Equal("true", page.Find(Test("strategy-option-random")).GetAttribute("aria-checked"));
    }

    [Fact]
    public void SomebodyElseApplies_WithoutAnEdit_ThePageFollows()
    {
        var page = Render<StrategyPage>();

        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ops", "", null);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal("round-robin", Active(page).GetAttribute("data-strategy")));
        Assert.Empty(page.FindAll(Test("strategy-conflict")));
    }

    [Fact]
    public void Return_AppliesTheOldSpecAsANewRevision()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ops", "", null);
        var page = Render<StrategyPage>();

        page.Find(Test("return-1")).Click();
        page.Find(Test("return-reason")).Input("it was better");
        page.Find(Test("return-form")).Submit();

        Assert.Equal(3, Store.Current.Number);
        Assert.Equal("approximate-tree", Store.Current.Spec.Name);
        Assert.Equal("it was better", Store.Current.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Apply_WithoutAReason_SaysSoBesideTheFieldAndAppliesNothing(string reason)
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-random")).Click();
        page.Find(Test("apply-reason")).Input(reason);

        page.Find(Test("apply-strategy")).Click();

        Assert.Contains("say why", page.Find(Test("apply-reason-error")).TextContent);
        Assert.Equal("true", page.Find(Test("apply-reason")).GetAttribute("aria-invalid"));
        Assert.Empty(page.FindAll(Test("confirm-panel")));
        Assert.Equal(1, Store.Current.Number);
    }

    [Fact]
    public void Return_WithoutAReason_AppliesNothing()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ops", "", null);
        var page = Render<StrategyPage>();

        page.Find(Test("return-1")).Click();
        Assert.Equal("back to revision 1", page.Find(Test("return-reason")).GetAttribute("value"));
        page.Find(Test("return-reason")).Input("");
        page.Find(Test("return-form")).Submit();

        Assert.Contains("say why", page.Find(Test("return-reason-error")).TextContent);
        Assert.Equal(2, Store.Current.Number);
    }

    [Fact]
    public void Custom_ComposesScorersFiltersAndPicker()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-custom")).Click();
        var first = Catalog.Scorers[0].Name;
        var second = Catalog.Scorers[2].Name;

        page.Find(Test("add-scorer")).Change(second);
        page.Find(Test($"weight-{first}")).Input("3");
        page.Find(Test($"weight-{second}")).Input("-1");
        Assert.Contains("between 0 and 1000", page.Find(Test($"error-weight-{second}")).TextContent);
        page.Find(Test($"weight-{second}")).Input("2");
        page.Find(Test("add-filter")).Change(Catalog.Filters[0].Name);
        page.Find(Test("picker")).Change("weighted-random");
        Apply(page);

        var spec = Store.Current.Spec;
        Assert.Equal([new ScorerWeight(first, 3), new ScorerWeight(second, 2)], spec.Scorers);
        Assert.Equal([Catalog.Filters[0].Name], spec.Filters);
        Assert.Equal("weighted-random", spec.Picker);
    }

    [Fact]
    public void Custom_WithoutScorers_SaysWhatIsMissing()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-custom")).Click();

        page.Find(Test($"remove-scorer-{Catalog.Scorers[0].Name}")).Click();

        Assert.NotEmpty(page.Find(Test("error-scorers")).TextContent);
        Assert.True(page.Find(Test("apply-strategy")).HasAttribute("disabled"));
    }

    [Fact]
    public void Url_Preselects()
    {
        GoTo("/strategy?strategy=consistent-hash");

        Assert.Equal("true", Render<StrategyPage>().Find(Test("strategy-option-consistent-hash")).GetAttribute("aria-checked"));
    }

    [Fact]
    public void Url_UnknownStrategy_SaysSo()
    {
        GoTo("/strategy?strategy=magic");

        Assert.Contains("magic", Render<StrategyPage>().Find(Test("strategy-unknown")).TextContent);
    }

    /// <summary>Revision 2 with weights of its own, replaced by another of the same strategy, and that by a third.</summary>
    private void Tuned()
    {
        Store.Apply(Threshold(0.7), "ada", "tuned", null);
        Store.Apply(Threshold(0.2), "<script>", "", null);

        static StrategySpec Threshold(double value) => new()
        {
            Name = StrategyNames.ApproximateTree,
            Parameters = new StrategySpec { Name = StrategyNames.ApproximateTree }.Parameters.Add("cache-threshold", value),
        };
    }

    [Fact]
    public void Url_Revision_LoadsItsWholeSpecAndSaysSo()
    {
        Tuned();
        GoTo("/strategy?rev=2&strategy=random");

        var page = Render<StrategyPage>();

        Assert.Contains("Loaded from revision 2 (Approximate tree: cache-threshold 0.7", page.Find(Test("strategy-loaded")).TextContent);
        Assert.Equal("0.7", page.Find(Test("input-cache-threshold")).GetAttribute("value"));
        Assert.Contains("0.2", page.Find(Test("diff-row") + " .from").TextContent);
        Assert.Empty(page.FindAll(Test("query-errors")));
        Assert.Equal(3, Store.Current.Number);
    }

    [Fact]
    public void Url_RevisionOfACustomOne_LoadsItsWeights()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Custom, Scorers = [new ScorerWeight(Catalog.Scorers[0].Name, 2.5), new ScorerWeight(Catalog.Scorers[1].Name, 4)], Filters = [Catalog.Filters[0].Name] }, "ada", "", null);
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", null);
        GoTo("/strategy?rev=2");

        var changes = Render<StrategyPage>().Find(Test("strategy-diff")).TextContent;

        Assert.Contains("2.5", changes);
        Assert.Contains(Catalog.Scorers[1].Name, changes);
        Assert.Contains(Catalog.Filters[0].Name, changes);
    }

    [Fact]
    public void Url_RevisionThenNone_EditsTheActiveOneAgain()
    {
        Tuned();
        GoTo("/strategy?rev=2");
        var page = Render<StrategyPage>();

        GoTo("/strategy");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("strategy-loaded"))));
        Assert.NotEmpty(page.FindAll(Test("no-changes")));
    }

    [Fact]
    public void Revision_Applied_LeavesTheUrl()
    {
        Tuned();
        GoTo("/strategy?rev=2");
        var page = Render<StrategyPage>();

        Apply(page);

        Assert.Equal((4, 0.7), (Store.Current.Number, Store.Current.Spec.Parameters["cache-threshold"].Number));
        Assert.EndsWith("/strategy", Services.GetRequiredService<NavigationManager>().Uri);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("strategy-loaded"))));
    }

    [Fact]
    public void Revision_AnotherStrategyIsChosen_IsNotLoadedAnyMore()
    {
        Tuned();
        GoTo("/strategy?rev=2");
        var page = Render<StrategyPage>();

        page.Find(Test("strategy-option-approximate-tree")).Click();
        Assert.NotEmpty(page.FindAll(Test("strategy-loaded")));
        page.Find(Test("strategy-option-random")).Click();

        Assert.Empty(page.FindAll(Test("strategy-loaded")));
        Assert.EndsWith("/strategy?strategy=random", Services.GetRequiredService<NavigationManager>().Uri);
    }

    /// <summary>It is as the active one was, so nothing was edited; but it is what was asked for.</summary>
    [Fact]
    public void Revision_ThatWasActive_StaysWhenAnotherBecomesSo()
    {
        GoTo("/strategy?rev=1");
        var page = Render<StrategyPage>();

        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ops", "", null);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal("round-robin", Active(page).GetAttribute("data-strategy")));
        Assert.Contains("revision 1", page.Find(Test("strategy-loaded")).TextContent);
        Assert.Equal("true", page.Find(Test("strategy-option-approximate-tree")).GetAttribute("aria-checked"));
        Assert.Empty(page.FindAll(Test("strategy-conflict")));
    }

    [Fact]
    public void ApiCall_CarriesTheRevisionAndTheSpec()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("input-cache-threshold")).Input("0.5");

        var call = page.Find(Test("strategy-api-call")).TextContent;

        Assert.Contains("If-Match: \"rev-1\"", call);
        Assert.Contains("{\"name\":\"approximate-tree\",\"parameters\":{\"cache-threshold\":0.5},\"reason\":\"say why\"}", call);
    }
}
