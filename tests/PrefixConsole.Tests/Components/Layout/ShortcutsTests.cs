using PrefixConsole.Components.Layout;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class ShortcutsTests
{
    [Fact]
    public void PageOf_EachListedPageKey_LeadsSomewhereElse()
    {
        var pages = Shortcuts.All.Where(s => s.Keys.StartsWith("g ", StringComparison.Ordinal)).Select(s => Shortcuts.PageOf(s.Keys)).ToArray();

        Assert.Equal(12, pages.Length);
        Assert.All(pages, Assert.NotNull);
        Assert.Distinct(pages);
    }

    [Fact]
    public void PageOf_OtherKeys_LeadsNowhere() => Assert.Null(Shortcuts.PageOf("g x"));
}
