using Bunit;
using Microsoft.AspNetCore.Components.Web;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class ImpactPanelTests : PageContext
{
    private static readonly StrategySpec s_leastLoaded = new() { Name = StrategyNames.LeastLoaded };

    private IRenderedComponent<ImpactPanel> Show(StrategySpec spec) => Render<ImpactPanel>(p => p.Add(c => c.Spec, spec));

    private void Record(string id, int loadOfWinner, int loadOfOther, string? session = null, int held = 50) => Log.Record(DecisionSamples.Decision(
        id,
        DecisionReasons.CacheHit,
        "sim-1",
        [DecisionSamples.Candidate("sim-1", predicted: held, inFlight: loadOfWinner, column: 0), DecisionSamples.Candidate("sim-2", inFlight: loadOfOther, column: 1)],
        request: session is null ? null : DecisionSamples.Request(id, session: session)));

    [Theory]
    [InlineData(null, "no request named a session")]
    [InlineData("s", "1 of 2 would go to another worker than they did last")]
    public async Task Preview_SaysHowManySessionsMove(string? session, string expected)
    {
        Record("r-1", 4, 1, session);
        Record("r-2", 1, 4, session is null ? null : "another");
        var panel = Show(s_leastLoaded);

        await panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());

        Assert.Equal(expected, panel.Find(Test("impact-sessions")).TextContent.Trim());
    }

    [Fact]
    public async Task Preview_SaysWhatMovesWhatTiesAndWhatIsPrefilledAgain()
    {
        Record("r-1", 4, 1);
        Record("r-2", 2, 2);
        var panel = Show(s_leastLoaded);

        await panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());

        Assert.StartsWith("50 % of the last 2 decisions", panel.Find(Test("impact-elsewhere")).TextContent);
        Assert.StartsWith("1 would be drawn among equals", panel.Find(Test("impact-tied")).TextContent);
        // Half of 6,400 prompt tokens of one decision in two.
        Assert.StartsWith("3,200 tok of these decisions, 1,600,000 per 1,000", panel.Find(Test("impact-left")).TextContent);
    }

    [Fact]
    public async Task Preview_LeadsWithTheWarmPrefixesThatWouldStopBeingUsed()
    {
        // Of 100 blocks of 64 tokens; a head is 16 of them.
        Record("r-1", 4, 1);
        Record("r-2", 4, 1, held: 60);
        var panel = Show(s_leastLoaded);

        await panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());

        Assert.StartsWith("1 of 1 warm prefixes (3,840 of 3,840 tok) would stop being used.", panel.Find(Test("impact-warm")).TextContent.Trim());
        Assert.Contains("the first 4,096 bytes of a prompt", panel.Find(Test("impact-warm-rule")).TextContent);
    }

    [Fact]
    public async Task Preview_NoDecision_SaysSoAndTellsOfNoWarmPrefix()
    {
        var panel = Show(s_leastLoaded);

        await panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());

        Assert.StartsWith("No decision is in memory yet.", panel.Find(Test("impact-none")).TextContent);
        Assert.Empty(panel.FindAll(Test("impact-warm")));
    }

    [Fact]
    public async Task Preview_NoTies_DoesNotMentionThem()
    {
        Record("r-1", 4, 1);
        var panel = Show(s_leastLoaded);

        await panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());

        Assert.Empty(panel.FindAll(Test("impact-tied")));
    }

    [Fact]
    public async Task Preview_TheSpecIsEditedMeanwhile_IsNotShownForTheNewOne()
    {
        using var time = new GatedTime();
        Record("r-1", 4, 1);
        var panel = Show(s_leastLoaded);
        panel.Instance.Preview = new ImpactPreview(Log, Catalog, time);
        var preview = panel.Find(Test("impact-preview")).ClickAsync(new MouseEventArgs());
        Assert.True(panel.Find(Test("impact-preview")).HasAttribute("disabled"));

        await panel.InvokeAsync(panel.Instance.Forget);
        panel.Render(p => p.Add(c => c.Spec, new StrategySpec { Name = StrategyNames.Random }));
        time.Open();
        await preview;

        Assert.Empty(panel.FindAll(Test("impact")));
        Assert.False(panel.Find(Test("impact-preview")).HasAttribute("disabled"));
    }
}
