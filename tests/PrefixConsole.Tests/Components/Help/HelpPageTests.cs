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

    [Fact]
    public void States_AreDefinedWithTheirLimits()
    {
        var page = Render<HelpPage>();

        var temperature = page.Find("#temperature + dd").TextContent;
        Assert.Contains("Hot: more than 1.5 times the median of requests in flight and more than 90 % of its KV blocks in use, or more than 50 requests in its queue.", temperature);
        Assert.Contains("Warm: ", temperature);
        Assert.Contains("Cold: less than 5 % of its cache", temperature);
        Assert.Contains("Untrusted: batches of its KV events were lost for good, 5 answers in a row", page.Find("#untrusted + dd").TextContent);
        Assert.Contains("3 failed health checks in a row open it", page.Find("#breaker + dd").TextContent);
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
