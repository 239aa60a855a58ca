using Bunit;
using PrefixConsole.Alerts;
using PrefixConsole.Components.Pages.Help;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Tests.Components.Help;

public sealed class HelpPageTests : PageContext
{
    [Fact]
    public void EveryRule_HasItsRunbook()
    {
        var page = Render<HelpPage>();

        foreach (var rule in AlertRules.All)
        {
            var section = page.Find($"#alert-{rule.Id}");
            Assert.Contains(rule.Title, section.TextContent);
            Assert.All(section.QuerySelectorAll("dd"), dd => Assert.False(string.IsNullOrWhiteSpace(dd.TextContent)));
        }

        Assert.NotNull(page.Find("#alerts"));
    }

    /// <summary>Accuracy links to some of them.</summary>
    [Fact]
    public void EveryCauseOfLostReuse_IsExplained()
    {
        var page = Render<HelpPage>();

        foreach (var cause in ReuseCauses.All)
        {
            Assert.NotEmpty(page.Find($"#cause-{ReuseCauses.NameOf(cause)}").NextElementSibling!.TextContent.Trim());
        }
    }
}
