using Bunit;
using PrefixConsole.Components.Pages.Decisions;

namespace PrefixConsole.Tests.Components.Decisions;

public sealed class SavedViewsTests : PageContext
{
    private const string Key = "prefixConsole.decisionViews";

    private IRenderedComponent<SavedViews> Open(string? kept, DecisionQuery? query = null)
    {
        JSInterop.Setup<string?>("localStorage.getItem", Key).SetResult(kept);
        return Render<SavedViews>(p => p.Add(x => x.Query, query ?? new DecisionQuery()));
    }

    private string? Written => JSInterop.Invocations.Where(i => i.Identifier == "localStorage.setItem").Select(i => i.Arguments[1] as string).LastOrDefault();

    private static void Keep(IRenderedComponent<SavedViews> views, string name)
    {
        views.Find(Test("view-name")).Change(name);
        views.Find("form").Submit();
    }

    [Fact]
    public void NoneKept_SaysWhatTheyAreFor() => Assert.Contains("None yet", Open(null).Find(Test("no-views")).TextContent);

    [Fact]
    public void Keep_TakesFiltersAndTimeButNoPage()
    {
        var views = Open(null, new DecisionQuery { Worker = "a&b", Errors = true, Range = "1h", Before = 7 });

        Keep(views, "  on call ");

        views.WaitForAssertion(() => Assert.Equal("/decisions?worker=a%26b&errors=true&range=1h", views.Find(Test("saved-view") + " a").GetAttribute("href")));
        Assert.Equal("on call", views.Find(Test("saved-view") + " bdi").TextContent);
        Assert.Equal(new SavedView("on call", "?worker=a%26b&errors=true&range=1h"), Assert.Single(ViewBook.Parse(Written).Views));
        Assert.Equal("on call: kept", views.Find(Test("view-notice")).TextContent.Trim());
    }

    [Fact]
    public void Keep_SameName_ReplacesAndSaysSo()
    {
        var views = Open("""[{"Name":"mine","Query":"?errors=true"}]""", new DecisionQuery { Retried = true });

        Keep(views, "mine");

        views.WaitForAssertion(() => Assert.Contains("replaced", views.Find(Test("view-notice")).TextContent));
        Assert.Equal("/decisions?retried=true", views.Find(Test("saved-view") + " a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("", "Give it a name.")]
    [InlineData("   ", "Give it a name.")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890", "The name has 61 characters, of at most 60.")]
    public void Keep_BadName_IsSaidBesideTheFieldAndNothingIsKept(string name, string error)
    {
        var views = Open(null);

        Keep(views, name);

        Assert.Equal(error, views.Find(Test("view-error")).TextContent);
        Assert.Null(Written);
    }

    [Fact]
    public void Delete_TakesItAway()
    {
        var views = Open("""[{"Name":"a","Query":""},{"Name":"b","Query":"?errors=true"}]""");

        views.FindAll(Test("delete-view"))[0].Click();

        views.WaitForAssertion(() => Assert.Equal("b", Assert.Single(views.FindAll(Test("saved-view") + " bdi")).TextContent));
        Assert.Equal("b", Assert.Single(ViewBook.Parse(Written).Views).Name);
    }

    [Fact]
    public void HostileNames_AreText()
    {
        var views = Open(null);

        Keep(views, "<script>alert(1)</script>");
        Assert.Contains(views.FindAll(Test("saved-view") + " bdi"), b => b.TextContent == "<script>alert(1)</script>");
        Keep(views, "\u202Egnp.exe");

        Assert.Contains(views.FindAll("bdi"), b => b.TextContent == "\u202Egnp.exe");
        Assert.Empty(views.FindAll("script"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""[null,{},{"Name":null,"Query":"?a"},{"Name":"x","Query":"javascript:alert(1)"},{"Name":"x","Query":"//evil.example"},{"Name":"","Query":""}]""")]
    public void Parse_NoViews_IsAsIfThereWereNone(string kept) => Assert.Empty(ViewBook.Parse(kept).Views);

    [Fact]
    public void Check_AsManyAsAreKept_TakesNoMore()
    {
        var book = new ViewBook();
        for (var i = 0; i < ViewBook.MaxViews; i++)
        {
            book.Keep($"v{i}", "");
        }

        Assert.StartsWith("There are 50 views", book.Check("another"));
        Assert.Null(book.Check("v7"));
    }
}
