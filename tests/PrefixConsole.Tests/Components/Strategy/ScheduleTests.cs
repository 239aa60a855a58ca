using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Changes;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class ScheduleTests : PageContext
{
    private ScheduledChanges Schedule => Services.GetRequiredService<ScheduledChanges>();

    [Fact]
    public void Form_PlansInTheZoneOfTheBrowser()
    {
        JSInterop.Setup<string?>("prefixConsole.zone").SetResult("Europe/Berlin");
        var page = Fill("2026-11-22T14:30");

        page.WaitForAssertion(() => Assert.Contains("Europe/Berlin", page.Find(Test("apply-panel")).TextContent));
        Assert.Contains("2026-11-22 13:30:00 UTC", page.Find(Test("apply-at-utc")).TextContent);
        Assert.Contains("\"at\":\"2026-11-22T14:30:00+01:00\"", page.Find(Test("strategy-api-call")).TextContent);
        page.Find(Test("apply-strategy")).Click();
        Assert.Contains("if revision 1 is still active", page.Find(Test("confirm-panel")).TextContent);
        page.Find(Test("confirm-apply")).Click();

        Assert.Equal(DecisionSamples.At.AddMinutes(90), Assert.Single(Schedule.Planned).At);
        Assert.Contains("for the night", page.Find(Test("planned-change")).TextContent);
        Assert.Equal(1, Store.Current.Number);
    }

    [Theory]
    [InlineData("2026-11-22T11:59")]
    [InlineData("2026-12-30T12:00")]
    [InlineData("")]
    [InlineData("soon")]
    public void Form_BadTime_SaysSoBesideTheField(string at)
    {
        var page = Fill(at);

        page.Find(Test("apply-strategy")).Click();

        Assert.NotEmpty(page.Find(Test("apply-at-error")).TextContent);
        Assert.Empty(page.FindAll(Test("confirm-panel")));
        Assert.Empty(Schedule.Planned);
    }

    [Theory]
    [InlineData("2027-03-28T02:30", null)]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    public void Moment_WhereClocksAreMoved_IsNoneOrTheFirst(string typed, string? utc)
    {
        var draft = new ChangeDraft { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), At = typed };

        Assert.Equal(utc is null ? null : DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), draft.Moment);
    }

    [Fact]
    public async Task Planned_IsListedOnBothPages_SaysWhenItIsStale_AndIsCancelled()
    {
        await PlanAsync();
        var page = Render<StrategyPage>();
        Assert.Empty(page.FindAll(Test("planned-stale")));
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ops", "", null);
        page.WaitForAssertion(() => Assert.Contains("will be refused", page.Find(Test("planned-stale")).TextContent));

        GoTo("/changes");
        var changes = Render<ChangesPage>();
        changes.Find(Test("cancel-planned")).Click();

        changes.WaitForAssertion(() => Assert.Contains("was cancelled", changes.Find(Test("schedule-note")).TextContent));
        Assert.Empty(Schedule.Planned);
        Assert.Empty(page.FindAll(Test("schedule-note")));
    }

    [Fact]
    public async Task Refused_IsANoteOnBothPages()
    {
        await PlanAsync();
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ops", "", null);
        var page = Render<StrategyPage>();

        Time.Advance(TimeSpan.FromHours(1));

        page.WaitForAssertion(() => Assert.Contains("was not applied: revision 2 came first", page.Find(Test("schedule-note")).TextContent));
    }

    [Fact]
    public async Task Missed_SaysSo_ForADayOnTheStrategyPage()
    {
        await PlanAsync();
        // The machine slept: the clock is far on before the timer is heard.
        Time.AutoAdvanceAmount = TimeSpan.FromMinutes(5);
        Time.Advance(TimeSpan.FromHours(1));
        Time.AutoAdvanceAmount = TimeSpan.Zero;
        var panel = Render<SchedulePanel>();

        panel.WaitForAssertion(() => Assert.Contains("was missed", panel.Find(Test("schedule-note")).TextContent));
        Assert.Equal(1, Store.Current.Number);
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(Render<SchedulePanel>().FindAll(Test("schedule-note")));
        Assert.Single(Render<SchedulePanel>(p => p.Add(s => s.All, true)).FindAll(Test("schedule-note")));
    }

    [Fact]
    public async Task Viewer_CannotCancel()
    {
        await PlanAsync();
        Desk.Seat(Viewer);

        Assert.True(Render<SchedulePanel>().Find(Test("cancel-planned")).HasAttribute("disabled"));
    }

    private IRenderedComponent<StrategyPage> Fill(string at)
    {
        var page = Render<StrategyPage>();
        page.Find(Test("strategy-option-random")).Click();
        page.Find(Test("apply-reason")).Input("for the night");
        page.Find(Test("apply-when")).Change("later");
        page.Find(Test("apply-at")).Change(at);
        return page;
    }

    private Task<ScheduleResult> PlanAsync() => Schedule.PlanAsync(
        Administrator, new ScheduledChange("", Time.GetUtcNow().AddHours(1), new StrategySpec { Name = StrategyNames.Random }, "for the night", "", 0, null, null), 1);
}
