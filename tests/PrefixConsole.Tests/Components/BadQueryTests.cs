using Bunit;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Pages.Accuracy;
using PrefixConsole.Components.Pages.Alerts;
using PrefixConsole.Components.Pages.Audit;
using PrefixConsole.Components.Pages.Changes;
using PrefixConsole.Components.Pages.DryRuns;
using PrefixConsole.Components.Pages.Ingest;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Components.Pages.Workers;

namespace PrefixConsole.Tests.Components;

/// <summary>Values of a page's URL that cannot be used: each is said, and the page goes on without it.</summary>
public sealed class BadQueryTests : PageContext
{
    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("99999999999")]
    [InlineData("<script>")]
    public void ChangesRevision(string value) => Check<ChangesPage>("/changes", "rev", value, "change-row");

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("99")]
    [InlineData("99999999999")]
    [InlineData("<script>")]
    public void StrategyRevision(string value) => Check<StrategyPage>("/strategy", "rev", value, "no-changes");

    [Theory]
    [InlineData("before", "x")]
    [InlineData("before", "-1")]
    [InlineData("result", "maybe")]
    public void AuditEntry(string name, string value) => Check<AuditPage>("/audit", name, value, "audit-empty");

    [Theory]
    [InlineData("window", "2m")]
    [InlineData("by", "planet")]
    [InlineData("sort", "nothing")]
    public void AccuracyView(string name, string value) => Check<AccuracyPage>("/accuracy", name, value, "no-traffic");

    [Fact]
    public void IngestSort() => Check<IngestPage>("/ingest", "sort", "nothing", "ingest-totals");

    [Theory]
    [InlineData("mode", "x")]
    [InlineData("path", "/etc/passwd")]
    [InlineData("also", "x")]
    [InlineData("also", "1")]
    [InlineData("also", "99")]
    [InlineData("sort", "nothing")]
    public void Try(string name, string value) => Check<TryPage>("/try", name, value, "try-form");

    [Theory]
    [InlineData("history", "no-such-rule")]
    [InlineData("before", "x")]
    public void AlertsHistory(string name, string value) => Check<AlertsPage>("/alerts", name, value, "alerts-table");

    [Theory]
    [InlineData("sort", "nothing")]
    [InlineData("heat", "nothing")]
    [InlineData("cols", "nothing")]
    [InlineData("group", "<script>")]
    public void Workers(string name, string value) => Check<WorkersPage>("/workers", name, value, "worker-row");

    [Theory]
    [InlineData("lens", "microscope")]
    [InlineData("view", "globe")]
    [InlineData("color", "<script>")]
    [InlineData("sort", "--heat")]
    public void Prefixes(string name, string value) => Check<PrefixesPage>("/prefixes", name, value, "prefixes-empty");

    [Fact]
    public void KnownNames_AreNoErrors()
    {
        GoTo("/prefixes?view=table&color=heat&sort=-heat");
        Assert.Empty(Render<PrefixesPage>().FindAll(Test("query-errors")));
        GoTo("/workers?heat=kv&cols=queue,kv&sort=-queue");
        Assert.Empty(Render<WorkersPage>().FindAll(Test("query-errors")));
    }

    [Fact]
    public void AlertsRule() => Check<AlertsPage>("/alerts", "rule", "no-such-rule", "alerts-table");

    [Fact]
    public void Empty_IsAsIfItWereNotThere()
    {
        GoTo("/changes?rev=");
        Assert.Empty(Render<ChangesPage>().FindAll(Test("query-errors")));
        GoTo("/audit?before=&result=");
        Assert.Empty(Render<AuditPage>().FindAll(Test("query-errors")));
    }

    private void Check<TPage>(string path, string name, string value, string works)
        where TPage : IComponent
    {
        GoTo($"{path}?{name}={Uri.EscapeDataString(value)}");

        var page = Render<TPage>();

        Assert.Contains($"{name} is \"{value}\", expected", page.Find(Test("query-error-" + name)).TextContent);
        Assert.NotEmpty(page.FindAll(Test(works)));
        Assert.Empty(page.FindAll("script"));
    }
}
