using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Alerts;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Alerts;

/// <summary>Whose edit stands in whose way.</summary>
public sealed class AlertBookTests : PageContext
{
    private const string Rule = "kv-usage";

    private readonly AlertBook _book;

    public AlertBookTests() => _book = Services.GetRequiredService<AlertBook>();

    [Fact]
    public void Set_AfterEditsOfOtherRulesAndSilences_IsNoConflict()
    {
        var started = _book.Of(Rule).Revision;
        Assert.True(_book.Set("queue", null, s => s with { Threshold = 7 }));
        _book.Silence(Rule, DateTimeOffset.MaxValue, "ada", "known");
        _book.Silence("queue", null);

        Assert.True(_book.Set(Rule, started, s => s with { Threshold = 0.5 }));
        Assert.Equal((0.5, "known"), (_book.Of(Rule).Threshold, _book.Of(Rule).SilenceReason));
    }

    [Fact]
    public void Set_AfterAnEditOfTheRule_Conflicts_AndFromTheNewRevisionDoesNot()
    {
        var started = _book.Of(Rule).Revision;
        Assert.True(_book.Set(Rule, started, s => s with { Threshold = 0.5 }));

        Assert.False(_book.Set(Rule, started, s => s with { Threshold = 0.6 }));
        Assert.Equal(0.5, _book.Of(Rule).Threshold);
        Assert.True(_book.Set(Rule, _book.Of(Rule).Revision, s => s with { Threshold = 0.6 }));
    }

    [Fact]
    public void Set_FromTheRevisionOfAllSettings_CountsAsSeen()
    {
        Assert.True(_book.Set(Rule, null, s => s with { Threshold = 0.5 }));
        Assert.True(_book.Set("queue", null, s => s with { Threshold = 7 }));

        Assert.True(_book.Set(Rule, _book.Revision, s => s with { Threshold = 0.6 }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(99)]
    public void Set_FromARevisionThatNeverWas_Conflicts(int expected) => Assert.False(_book.Set(Rule, expected, s => s with { Threshold = 0.5 }));
}
