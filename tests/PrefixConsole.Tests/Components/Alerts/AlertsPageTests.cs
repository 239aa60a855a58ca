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
        Assert.All(page.FindAll(Test("alert-state")), s => Assert.Contains(s.TextContent, (string[])["– no metric", "– not measured"]));
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

        page.FindAll(Test("silence-1h"))[1].Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("unsilence"))));
        Assert.Contains("◍ silenced", page.Find("[data-rule='worker-down']").TextContent);
        var (audit, _) = await Audit.ReadAsync(new AuditFilter(), 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("ada", "alert.silence", "worker-down"), (audit[0].Who, audit[0].Action, audit[0].Target));
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
}
