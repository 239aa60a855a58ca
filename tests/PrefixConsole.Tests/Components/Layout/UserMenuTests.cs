using Bunit;
using PrefixConsole.Components.Layout;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class UserMenuTests : PageContext
{
    [Fact]
    public void Role_ChangedMeanwhile_IsToldAtOnce()
    {
        var menu = Render<UserMenu>();
        Assert.Equal("ada", menu.Find(Test("user-name")).TextContent);
        Assert.Contains("May change", menu.Markup);

        Desk.Seat(Viewer);

        menu.WaitForAssertion(() => Assert.Equal("viewer", menu.Find(Test("user-role")).TextContent));
        Assert.Contains("May look, not change.", menu.Markup);
        Assert.Equal("/logout", menu.Find("form").GetAttribute("action"));
    }
}
