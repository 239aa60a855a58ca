using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;
using PrefixConsole.Components.Pages.Changes;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class TrialPanelTests : PageContext
{
    private StrategyTrials Trials => Services.GetRequiredService<StrategyTrials>();

    [Fact]
    public void None_SaysHowToBegin_OrNothing()
    {
        Assert.Contains("No trial runs", Render<TrialPanel>(p => p.Add(t => t.ShowNone, true)).Find(Test("trial-none")).TextContent);
        Assert.Empty(Render<TrialPanel>().FindAll("section"));
    }

    [Fact]
    public async Task Running_ComparesBothSides_AndSaysWhenOneHasTooFew()
    {
        await BeginAsync();
        for (var i = 0; i < 60; i++)
        {
            Finish(1, 100);
        }

        for (var i = 0; i < 40; i++)
        {
            Finish(2, 40);
        }

        var panel = Render<TrialPanel>();

        var sides = panel.FindAll(Test("trial-side"));
        Assert.Contains("60", sides[0].TextContent);
        Assert.DoesNotContain("too few", sides[0].TextContent);
        Assert.Contains("too few to say", sides[1].TextContent);
        Assert.Equal("40%", panel.Find(Test("trial-measured")).TextContent.Replace(" ", "", StringComparison.Ordinal));

        for (var i = 0; i < 10; i++)
        {
            Finish(2, 40);
        }

        Time.Advance(TimeSpan.FromSeconds(1));
        panel.WaitForAssertion(() => Assert.DoesNotContain("too few", panel.FindAll(Test("trial-side"))[1].TextContent));
        Assert.Contains("no proof", panel.Find(Test("trial-panel")).TextContent);
    }

    [Fact]
    public async Task Chip_NamesTheTrial_AndForgetsIt()
    {
        var chip = Render<StrategyChip>();
        Assert.Empty(chip.FindAll(Test("trial-chip")));
        await BeginAsync();
        chip.WaitForAssertion(() => Assert.Equal("· 10 % rev 2", chip.Find(Test("trial-chip")).TextContent));

        await Trials.EndAsync(Administrator, "", null);
        chip.WaitForAssertion(() => Assert.Empty(chip.FindAll(Test("trial-chip"))));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("100")]
    [InlineData("NaN")]
    [InlineData("12.5")]
    [InlineData("")]
    [InlineData("999999999999")]
    public async Task Share_OutOfRange_SaysSoBesideTheField(string share)
    {
        await BeginAsync();
        var panel = Render<TrialPanel>();

        panel.Find(Test("share-input")).Input(share);
        panel.Find(".acts form").Submit();

        Assert.Contains("from 1 to 99", panel.Find(Test("share-error")).TextContent);
        Assert.Equal(10, Store.Trial!.Percent);
    }

    [Fact]
    public async Task Share_ChangedBySomebodyElseMeanwhile_IsAConflict()
    {
        await BeginAsync();
        var panel = Render<TrialPanel>();
        panel.Find(Test("share-input")).Input("50");
        // Nobody has told the page yet: the act itself must refuse.
        var actions = panel.FindComponent<TrialActions>();
        var seen = actions.Instance.View;
        Store.ChangeShare(20, null);
        await panel.InvokeAsync(() => actions.Instance.SetParametersAsync(ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = seen })));

        panel.Find(".acts form").Submit();

        panel.WaitForAssertion(() => Assert.Contains("Nothing was changed", panel.Find(Test("trial-conflict")).TextContent));
        Assert.Equal(20, Store.Trial!.Percent);
    }

    [Fact]
    public async Task Promote_NeedsAReason_ThenIsActive()
    {
        await BeginAsync();
        var panel = Render<TrialPanel>();
        panel.Find(Test("promote-trial")).Click();
        panel.Find(Test("trial-form")).Submit();
        Assert.Contains("say why", panel.Find(Test("trial-reason-error")).TextContent);
        Assert.Equal(1, Store.Current.Number);

        panel.Find(Test("trial-reason")).Input("it was better");
        Assert.Contains("/api/strategy/trial/promote", panel.Find(Test("trial-api-call")).TextContent);
        Assert.Contains("\"trial-2-1\"", panel.Find(Test("trial-api-call")).TextContent);
        panel.Find(Test("trial-form")).Submit();

        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll(Test("trial-panel"))));
        Assert.Equal((2, "it was better"), (Store.Current.Number, Store.Current.Reason));
    }

    [Fact]
    public async Task End_NeedsNoReason_AndIsListedAmongTheEnded()
    {
        await BeginAsync();
        GoTo("/changes");
        var page = Render<ChangesPage>();
        page.Find(Test("end-trial")).Click();
        page.Find(Test("trial-form")).Submit();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(Test("trial-none"))));
        Assert.Null(Store.Trial);
        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Contains("ada", page.Find(Test("ended-trial")).TextContent));
    }

    [Fact]
    public async Task Viewer_CanOnlyLook()
    {
        await BeginAsync();
        Desk.Seat(Viewer);
        var panel = Render<TrialPanel>();

        Assert.All(["change-share", "promote-trial", "end-trial"], id => Assert.True(panel.Find(Test(id)).HasAttribute("disabled")));
    }

    [Fact]
    public void StrategyPage_StartsATrialWithLimits()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-random")).Click();
        page.Find(Test("apply-to")).Change("share");
        page.Find(Test("apply-reason")).Input("try it");
        page.Find(Test("trial-share")).Input("0");
        page.Find(Test("apply-strategy")).Click();
        Assert.Contains("from 1 to 99", page.Find(Test("trial-share-error")).TextContent);

        page.Find(Test("trial-share")).Input("20");
        page.Find(Test("trial-ends")).Change("1h");
        page.Find(Test("guard-errors")).Change(true);
        page.Find(Test("guard-errors-limit")).Input("much");
        page.Find(Test("apply-strategy")).Click();
        Assert.Contains("must be a number", page.Find(Test("guard-errors-error")).TextContent);

        page.Find(Test("guard-errors-limit")).Input("4");
        var call = page.Find(Test("strategy-api-call")).TextContent;
        Assert.Contains("/api/strategy/trial", call);
        Assert.Contains("\"sharePercent\":20,\"endAfterSeconds\":3600,\"guardrails\":{\"errorPercent\":4}", call);
        page.Find(Test("apply-strategy")).Click();
        page.Find(Test("confirm-apply")).Click();

        Assert.Equal((1, 20, StrategyNames.Random), (Store.Current.Number, Store.Trial!.Percent, Store.Trial.Revision.Spec.Name));
        var view = Trials.Read()!;
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromHours(1), view.EndBy);
        Assert.Equal(4, Assert.Single(view.Readings).Limit);
        Assert.NotEmpty(page.FindAll(Test("trial-panel")));
    }

    [Fact]
    public async Task StrategyPage_WhileATrialRuns_TakesNoSecond_AndSaysThatApplyingEndsIt()
    {
        await BeginAsync();
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-least-loaded")).Click();
        page.Find(Test("apply-reason")).Input("try it");
        page.Find(Test("apply-to")).Change("share");
        Assert.True(page.Find(Test("apply-strategy")).HasAttribute("disabled"));
        Assert.Contains("A trial runs already", page.Find(Test("trial-taken")).TextContent);

        page.Find(Test("apply-to")).Change("all");
        page.Find(Test("apply-strategy")).Click();
        Assert.Contains("ends the trial of revision 2", page.Find(Test("confirm-panel")).TextContent);
        page.Find(Test("confirm-apply")).Click();
        Assert.Equal((3, (StrategyTrial?)null), (Store.Current.Number, Store.Trial));
    }

    [Fact]
    public void StrategyPage_GuardThatCannotBeMeasured_SaysSoBesideTheField()
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-random")).Click();
        page.Find(Test("apply-reason")).Input("try it");
        Assert.Empty(page.FindAll(Test("guard-fields")));
        page.Find(Test("confirm-within")).Change("5m");
        page.Find(Test("guard-times")).Change(true);
        page.Find(Test("apply-strategy")).Click();
        page.Find(Test("confirm-apply")).Click();

        Assert.Contains("nothing to compare with", page.Find(Test("guard-times-error")).TextContent);
        Assert.Equal(1, Store.Current.Number);
    }

    private Task<TrialResult> BeginAsync() => Trials.BeginAsync(Administrator, new StrategySpec { Name = StrategyNames.Random }, 10, "try it", 1);

    private void Finish(int revision, int ttftMs)
    {
        var sample = DecisionSamples.Scored();
        var decision = DecisionSamples.Decision(
            $"r{Log.Total}", sample.Reason, "sim-2", sample.Candidates, sample.Scorers, sample.Totals, sample.Margin, revision: revision);
        Log.Complete(Log.Record(decision), DecisionSamples.Done() with { TimeToFirstToken = TimeSpan.FromMilliseconds(ttftMs) });
    }
}
