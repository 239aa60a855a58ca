using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Alerts;
using PrefixConsole.Components.Pages.Alerts;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Alerts;

public sealed class AlertsPageTests : FleetPageContext
{
    private IRenderedComponent<AlertsPage> Open(string query = "")
    {
        GoTo("/alerts" + query);
        return Render<AlertsPage>();
    }

    [Fact]
    public void NothingMeasured_SaysSoAndFiresNothing()
    {
        var page = Open();

        Assert.Contains("None firing", page.Find(Test("none-firing")).TextContent);
        Assert.Equal(AlertRules.All.Count, page.FindAll(Test("alert-row")).Count);
        Assert.All(page.FindAll(Test("alert-state")), s => Assert.Equal("– no metric", s.TextContent));
        Assert.Contains("No alert has fired", page.Find(Test("alert-history")).TextContent);
    }

    [Fact]
    public async Task WorkersDown_Fire_NameThem_AndCanBeSilenced()
    {
        await SampleAsync(12);
        var page = Open();

        var rows = page.FindAll(Test("alert-row"));
        Assert.Equal(["no-worker", "worker-down"], rows.Take(2).Select(r => r.GetAttribute("data-rule")));
        Assert.Contains("▲ firing", rows[1].TextContent);
        Assert.Contains("sim-1", rows[1].TextContent);
        Assert.Equal(2, page.FindAll(Test("alert-change")).Count);

        page.Find("[data-rule='worker-down'] " + Test("silence")).Click();
        page.Find(Test("silence-form")).Submit();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("unsilence"))));
        Assert.Contains("◍ silenced", page.Find("[data-rule='worker-down']").TextContent);
        var (audit, _) = await Audit.ReadAsync(new AuditFilter(), 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("ada", "alert.silence", "worker-down"), (audit[0].Who, audit[0].Action, audit[0].Target));
    }

    [Fact]
    public void Silence_AnyRule_ForAsLongAsWanted_WithAReason_ShownAsText()
    {
        const string Reason = "<script>alert(1)</script> =cmd \u202Egnp.exe";
        var page = Open();
        page.Find("[data-rule='queue'] " + Test("silence")).Click();
        Assert.Equal("60", page.Find(Test("silence-minutes")).GetAttribute("value"));
        page.FindAll(Test("silence-preset")).Single(b => b.TextContent == "1 week").Click();
        page.Find(Test("silence-reason")).Input(Reason);
        Assert.Contains("/api/alerts/rules/queue/silence", page.Find(Test("silence-api-call")).TextContent, StringComparison.Ordinal);
        Assert.Contains("\"minutes\":10080", page.Find(Test("silence-api-call")).TextContent, StringComparison.Ordinal);

        page.Find(Test("silence-form")).Submit();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("silence-form"))));
        var setting = Services.GetRequiredService<AlertBook>().Of("queue");
        Assert.Equal((Time.GetUtcNow().AddDays(7), Reason), (setting.SilencedUntil, setting.SilenceReason));
        Assert.Contains(Reason, page.Find(Test("silenced") + " bdi + bdi").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script"));
    }

    [Theory]
    [InlineData("", "silence-minutes-error", "from 1 to 10080")]
    [InlineData("0", "silence-minutes-error", "from 1 to 10080")]
    [InlineData("10081", "silence-minutes-error", "from 1 to 10080")]
    [InlineData("1.5", "silence-minutes-error", "from 1 to 10080")]
    [InlineData("5", "silence-reason-error", "at most 500 characters")]
    public void Silence_BadInput_IsSaidBesideTheFieldAndNothingSilenced(string minutes, string field, string message)
    {
        var page = Open();
        page.Find("[data-rule='queue'] " + Test("silence")).Click();
        page.Find(Test("silence-minutes")).Input(minutes);
        page.Find(Test("silence-reason")).Input(field == "silence-reason-error" ? new string('x', 501) : "known");
        page.Find(Test("silence-form")).Submit();

        Assert.Contains(message, page.Find(Test(field)).TextContent, StringComparison.Ordinal);
        Assert.Null(Services.GetRequiredService<AlertBook>().Of("queue").SilencedUntil);
    }

    [Fact]
    public void Editor_AfterASilenceOrAnotherRulesEdit_SavesWithoutAConflict()
    {
        var page = Open("?rule=kv-usage");
        page.Find("[data-rule='kv-usage'] " + Test("silence")).Click();
        page.Find(Test("silence-form")).Submit();
        var book = Services.GetRequiredService<AlertBook>();
        book.Set("queue", null, s => s with { Threshold = 7 });

        page.Find(Test("alert-threshold")).Input("80");
        Assert.Contains("\"threshold\":0.8", page.Find(Test("alert-api-call")).TextContent, StringComparison.Ordinal);
        Assert.Contains("If-Match: \"rev-1\"", page.Find(Test("alert-api-call")).TextContent, StringComparison.Ordinal);
        page.Find(Test("alert-editor") + " form").Submit();

        page.WaitForAssertion(() => Assert.Equal(0.8, book.Of("kv-usage").Threshold));
        Assert.Empty(page.FindAll(Test("alert-conflict")));
        Assert.NotNull(book.Of("kv-usage").SilencedUntil);
    }

    [Fact]
    public async Task History_OfARule_HasLinksForTheSame()
    {
        await SampleAsync(12);
        var page = Open("?history=worker-down");

        Assert.Equal("A worker is down", Assert.Single(page.FindAll(Test("alert-change"))).QuerySelectorAll("td")[1].TextContent);
        Assert.Equal("/api/alerts/history?rule=worker-down&limit=100&format=csv", page.Find(Test("history-csv")).GetAttribute("href"));
        Assert.Equal("/api/alerts/history?rule=worker-down&limit=100", page.Find(Test("history-json")).GetAttribute("href"));
        Assert.Empty(page.FindAll(Test("older-alerts")));

        page.Find(Test("history-rule")).Change("");
        page.Render();
        Assert.Equal(2, page.FindAll(Test("alert-change")).Count);
    }

    [Fact]
    public async Task History_LongerThanAPage_GoesOn()
    {
        await SampleAsync(12);
        var book = Services.GetRequiredService<AlertBook>();
        for (var i = 0; i < 60; i++)
        {
            // Switched off it ends, switched on it starts over and fires again.
            book.Set("worker-down", null, s => s with { Enabled = false });
            book.Set("worker-down", null, s => s with { Enabled = true, ForSeconds = 0 });
            await SampleAsync(1);
        }

        var page = Open();
        Assert.Equal(100, page.FindAll(Test("alert-change")).Count);
        var older = new Uri(page.Find(Test("older-alerts")).GetAttribute("href")!).Query;
        page = Open(older);

        Assert.InRange(page.FindAll(Test("alert-change")).Count, 10, 99);
        Assert.NotEmpty(page.FindAll(Test("newest-alerts")));
        Assert.Contains("before=", page.Find(Test("history-csv")).GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "60")]
    [InlineData("NaN", "60")]
    [InlineData("-1", "60")]
    [InlineData("101", "60")]
    public void Editor_BadThreshold_IsSaidBesideTheFieldAndNothingSaved(string threshold, string seconds)
    {
        var page = Open("?rule=kv-usage");
        page.Find(Test("alert-threshold")).Input(threshold);
        page.Find(Test("alert-for")).Input(seconds);
        page.Find(Test("alert-editor") + " form").Submit();

        Assert.Contains("must be a number from 0 to 100 %", page.Find(Test("alert-threshold-error")).TextContent);
        Assert.Equal(1, Services.GetRequiredService<AlertBook>().Revision);
    }

    [Fact]
    public void Editor_Saves_AndTheSecondEditorGetsAConflict()
    {
        var first = Open("?rule=kv-usage");
        var second = Open("?rule=kv-usage");
        first.Find(Test("alert-threshold")).Input("80");
        first.Find(Test("alert-editor") + " form").Submit();
        var book = Services.GetRequiredService<AlertBook>();
        first.WaitForAssertion(() => Assert.Equal(0.8, book.Of("kv-usage").Threshold));

        second.Find(Test("alert-threshold")).Input("70");
        second.Find(Test("alert-editor") + " form").Submit();

        second.WaitForAssertion(() => Assert.Contains("nothing was saved", second.Find(Test("alert-conflict")).TextContent));
        Assert.Equal(0.8, book.Of("kv-usage").Threshold);
        second.Find(Test("alert-editor") + " form").Submit();
        second.WaitForAssertion(() => Assert.Equal(0.7, book.Of("kv-usage").Threshold));
    }

    [Fact]
    public async Task BackTest_SaysWhatItWouldHaveDone()
    {
        await SampleAsync(12);
        var page = Open("?rule=worker-down");
        page.Find(Test("alert-for")).Input("20");
        page.Find(Test("back-test")).Click();

        page.WaitForAssertion(() => Assert.Contains("would have fired 1 time", page.Find(Test("back-test-result")).TextContent));
    }

    [Fact]
    public void Viewer_CanLookAndNotSave()
    {
        Desk.Seat(Viewer);
        var page = Open("?rule=kv-usage");

        Assert.True(page.Find(Test("save-alert")).HasAttribute("disabled"));
        page.Find(Test("alert-editor") + " form").Submit();
        Assert.Equal(1, Services.GetRequiredService<AlertBook>().Revision);
    }

    [Fact]
    public async Task History_FollowsTheTimeRange_AndTheRestIsNow()
    {
        await SampleAsync(12);
        Time.Advance(TimeSpan.FromMinutes(30));

        var earlier = Open("?range=15m");
        Assert.Empty(earlier.FindAll(Test("alert-change")));
        Assert.Contains("Nothing of this time", earlier.Find(Test("alert-history")).TextContent, StringComparison.Ordinal);
        Assert.Contains("▲ firing", earlier.FindAll(Test("alert-row"))[0].TextContent, StringComparison.Ordinal);

        Assert.Equal(2, Open("?range=1h").FindAll(Test("alert-change")).Count);
        Assert.Equal(2, Open("?range=nonsense").FindAll(Test("alert-change")).Count);
        var until = Open("?to=2026-11-22T12:30:00Z&history=worker-down");
        Assert.Single(until.FindAll(Test("alert-change")));
        Assert.Equal("until 2026-11-22 12:30:00 UTC", until.Find(Test("history-time")).TextContent);
        Assert.Equal("/api/alerts/history?rule=worker-down&to=2026-11-22T12%3A30%3A00Z&limit=100&format=csv", until.Find(Test("history-csv")).GetAttribute("href"));
    }

    [Fact]
    public void UnknownRule_SaysSo() => Assert.Contains("There is no rule called <script>", Open("?rule=%3Cscript%3E").Find(Test("rule-unknown")).TextContent);

    /// <summary>Ten seconds at a time; both workers have never been probed.</summary>
    private async Task SampleAsync(int stretches)
    {
        await Samples.StartAsync(Xunit.TestContext.Current.CancellationToken);
        Services.GetRequiredService<AlertMonitor>();
        for (var i = 0; i < stretches * 10; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Monitor.Sample();
        }
    }

    [Theory]
    [InlineData("availability")]
    [InlineData("errors-warning")]
    public void Editor_SavedAsItWasOpened_SetsNothing(string rule)
    {
        var page = Open($"?rule={rule}");
        Assert.Contains("/back-test?hours=24", page.Find(Test("alert-api-call")).TextContent, StringComparison.Ordinal);

        page.Find(Test("alert-editor") + " form").Submit();

        var book = Services.GetRequiredService<AlertBook>();
        page.WaitForAssertion(() => Assert.Equal(2, book.Of(rule).Revision));
        Assert.Null(book.Of(rule).Threshold);
    }
}
