using Bunit;
using Microsoft.JSInterop;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Configuration;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>Coverage, exports and the link of an explanation.</summary>
public sealed class FootAndLinkTests : PageContext
{
    private IRenderedComponent<DecisionDetailPage> Show(string id)
    {
        GoTo($"/decisions/{id}");
        return Render<DecisionDetailPage>(p => p.Add(c => c.Id, id));
    }

    [Fact]
    public void Foot_HasCoverageAndTheSameAsJsonAndCsv()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("r:1")), DecisionSamples.Done(cached: null));

        var page = Show("r:1");

        Assert.Equal("/api/decisions/r%3A1", page.Find(Test("export-json")).GetAttribute("href"));
        Assert.Equal("/api/decisions/r%3A1?format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal(
            "From memory, which keeps the last 1,000 decisions, all of them. Not recorded: the prompt's text; its tokens, which were not known; "
            + "the engines' own numbers, of which none were fresh; the rules of revision 3, which is not in the history any more; cached tokens, which the engine did not report.",
            page.Find(Test("coverage")).TextContent);
    }

    [Fact]
    public void Coverage_OfAStoredDecision_SaysHowItWasChosen()
    {
        var entry = DecisionEntry.Restore(1, DecisionSamples.Scored(), null, null, DecisionSamples.Done());

        Assert.StartsWith(
            "From the stored sample: 2 decisions a second and as many remarkable ones (failed, retried, mispredicted, pinned), for 1.5 days. Not recorded: ",
            DecisionCoverage.Of(entry, 1000, new StorageOptions { DecisionsPerSecond = 2, DecisionAge = TimeSpan.FromHours(36) }, ""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_NamesWhoseNumbersAndWhatElseIsMissing()
    {
        DecisionCandidate[] candidates =
        [
            DecisionSamples.Candidate("fresh", column: 0) with { MetricsAge = 10 },
            .. Enumerable.Range(1, 5).Select(i => DecisionSamples.Candidate($"mute-{i}", column: i)),
        ];
        var decision = DecisionSamples.Decision("r", DecisionReasons.PowerOfTwo, "fresh", candidates);
        var retried = DecisionEntry.Restore(1, decision, DecisionSamples.Scored(), null, DecisionSamples.Done());

        var text = DecisionCoverage.Of(retried, 1000, null, "who served the session before");

        Assert.Contains("the engine's own numbers of mute-1, mute-2, mute-3 and 2 more, which were not fresh;", text, StringComparison.Ordinal);
        Assert.EndsWith("; who served the session before; why the first attempt failed; the other worker that was drawn.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "why the first attempt failed",
            DecisionCoverage.Of(DecisionEntry.Restore(1, decision, DecisionSamples.Scored(), AttemptFailure.Unreachable, null), 1000, null, ""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void CopyLink_WhereTheBrowserAllowsIt_SaysSo()
    {
        Log.Record(DecisionSamples.Scored());
        var page = Show("r-1");

        page.Find(Test("copy-link")).Click();

        page.WaitForAssertion(() => Assert.Equal("Link copied", page.Find(Test("copy-link")).TextContent));
        Assert.Empty(page.FindAll(Test("copy-failed")));
    }

    [Fact]
    public void CopyLink_WhereTheBrowserRefuses_ShowsTheLinkToSelect()
    {
        Log.Record(DecisionSamples.Scored());
        JSInterop.SetupVoid("navigator.clipboard.writeText", _ => true).SetException(new JSException("'clipboard' was undefined"));
        var page = Show("r-1");
        Assert.Empty(page.FindAll(Test("copy-failed")));

        page.Find(Test("copy-link")).Click();

        page.WaitForAssertion(() => Assert.Contains("select the link and copy it", page.Find(Test("copy-failed")).TextContent));
        Assert.Equal("http://localhost/decisions/r-1", page.Find(Test("copy-field")).GetAttribute("value"));
        Assert.True(page.Find(Test("copy-field")).HasAttribute("readonly"));
        Assert.Equal("Copy link", page.Find(Test("copy-link")).TextContent);
    }
}
