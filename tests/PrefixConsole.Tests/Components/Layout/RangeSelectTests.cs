using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Layout;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class RangeSelectTests : PageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<RangeSelect> Open(string path = "/decisions")
    {
        GoTo(path);
        return Render<RangeSelect>();
    }

    private static void Submit(IRenderedComponent<RangeSelect> select, string from, string to)
    {
        select.Find(Test("range-from")).Change(from);
        select.Find(Test("range-to")).Change(to);
        select.Find(Test("range-fields")).Submit();
    }

    [Fact]
    public void Custom_OpensFieldsWithTheLastHour_AndPutsTheTimeInTheUrl()
    {
        var select = Open("/decisions?errors=true&range=1h&before=7");
        select.Find(Test("time-range")).Change("custom");
        Assert.Equal("2026-11-22T11:00:00", select.Find(Test("range-from")).GetAttribute("value"));

        Submit(select, "2026-11-21T08:00", "2026-11-21T09:30:15");

        Assert.EndsWith("/decisions?errors=true&from=2026-11-21T08%3A00%3A00Z&to=2026-11-21T09%3A30%3A15Z", Navigation.Uri);
        select.WaitForAssertion(() => Assert.Empty(select.FindAll(Test("range-fields"))));
        Assert.Equal("custom", select.Find(Test("time-range")).GetAttribute("value"));

        select.Find(Test("edit-range")).Click();
        Assert.Equal("2026-11-21T09:30:15", select.Find(Test("range-to")).GetAttribute("value"));
    }

    [Theory]
    [InlineData("", "2026-11-21T09:00", "give a date and a time", "")]
    [InlineData("2026-11-21T09:00", "", "", "give a date and a time")]
    [InlineData("abc", "NaN", "is no time", "is no time")]
    [InlineData("2026-11-21T09:00", "2026-11-21T08:00", "must be before To", "")]
    [InlineData("2026-11-21T09:00", "2026-11-21T09:00", "must be before To", "")]
    [InlineData("2026-11-21T09:00", "2026-11-23T09:00", "", "is in the future: it is 2026-11-22T12:00:00 UTC")]
    [InlineData("2027-01-01T00:00", "2026-11-21T09:00", "is in the future", "")]
    public void WrongFields_AreSaidBesideThemAndNothingMoves(string from, string to, string fromError, string toError)
    {
        var select = Open();
        select.Find(Test("time-range")).Change("custom");

        Submit(select, from, to);

        AssertError(fromError, select.Find(Test("range-from-error")).TextContent);
        AssertError(toError, select.Find(Test("range-to-error")).TextContent);
        Assert.EndsWith("/decisions", Navigation.Uri);
    }

    [Fact]
    public void Live_TakesTheTimeOutOfTheUrl()
    {
        var select = Open("/changes?from=2026-11-21T08:00:00Z&rev=1");

        select.Find(Test("time-range")).Change("");

        Assert.EndsWith("/changes?rev=1", Navigation.Uri);
    }

    [Theory]
    [InlineData("/decisions?from=abc", "from", "abc")]
    [InlineData("/?range=2h", "range", "2h")]
    [InlineData("/changes?from=2026-11-21T08:00:00Z&to=%3Cscript%3E", "to", "<script>")]
    public void UnreadableUrl_IsLiveAndSaid(string path, string name, string value)
    {
        Assert.Equal("", Open(path).Find(Test("time-range")).GetAttribute("value") ?? "");

        var notice = Render<RangeNotice>();

        Assert.Contains($"{name} is \"{value}\", expected", notice.Find(Test("query-error-" + name)).TextContent);
        Assert.Empty(notice.FindAll("script"));
    }

    [Theory]
    [InlineData("/audit?from=yesterday", "from", "yesterday")]
    [InlineData("/alerts?to=%3Cscript%3E", "to", "<script>")]
    [InlineData("/accuracy?range=2h", "range", "2h")]
    [InlineData("/workers/sim-1?range=2h", "range", "2h")]
    public void UnreadableUrl_OfAnyPageWithATime_IsSaid(string path, string name, string value)
    {
        GoTo(path);

        Assert.Contains($"{name} is \"{value}\", expected", Render<RangeNotice>().Find(Test("query-error-" + name)).TextContent);
    }

    [Fact]
    public void OpenTime_OfAList_KeepsItsEndsOpen()
    {
        var select = Open("/audit?who=ada&to=2026-11-21T09:00:00Z");
        Assert.Equal("custom", select.Find(Test("time-range")).GetAttribute("value"));
        select.Find(Test("edit-range")).Click();
        Assert.Equal(("", "2026-11-21T09:00:00"), (select.Find(Test("range-from")).GetAttribute("value") ?? "", select.Find(Test("range-to")).GetAttribute("value")));

        Submit(select, "2026-11-20T09:00", "");

        Assert.EndsWith("/audit?who=ada&from=2026-11-20T09%3A00%3A00Z", Navigation.Uri, StringComparison.Ordinal);
    }

    /// <summary>Accuracy has windows of its own, in the same control: there is never one beside a range.</summary>
    [Fact]
    public void Accuracy_HasItsWindowsAmongTheRanges()
    {
        var select = Open("/accuracy?window=all&by=model");
        Assert.Equal("window:all", select.Find(Test("time-range")).GetAttribute("value"));

        select.Find(Test("time-range")).Change("1h");
        Assert.EndsWith("/accuracy?by=model&range=1h", Navigation.Uri, StringComparison.Ordinal);
        select.Find(Test("time-range")).Change("window:1m");
        Assert.EndsWith("/accuracy?by=model&window=1m", Navigation.Uri, StringComparison.Ordinal);
        select.Find(Test("time-range")).Change("");
        Assert.EndsWith("/accuracy?by=model", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("1h", Open("/accuracy?window=all&range=1h").Find(Test("time-range")).GetAttribute("value"));
        Assert.DoesNotContain("window:", Open("/decisions?window=1m").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void PageWithoutATime_SaysNowAndWhy()
    {
        var select = Open("/workers?range=2h");

        Assert.Empty(select.FindAll(Test("time-range")));
        Assert.Equal("as of now", select.Find(Test("time-now")).TextContent);
        Assert.Contains("as it is now", select.Find(Test("time-now")).GetAttribute("title"), StringComparison.Ordinal);
        Assert.Empty(Render<RangeNotice>().FindAll(Test("query-errors")));
    }

    private static void AssertError(string expected, string shown)
    {
        if (expected.Length == 0)
        {
            Assert.Equal("", shown);
        }
        else
        {
            Assert.StartsWith(expected, shown);
        }
    }
}
