using Bunit;
using PrefixConsole.Components.Pages.Changes;
using PrefixConsole.Operations;

namespace PrefixConsole.Tests.Components.Changes;

public sealed class RevisionTermsTextTests : PageContext
{
    private static readonly TimeSpan s_five = TimeSpan.FromMinutes(5);
    private static readonly RevisionTerms s_active = new("", s_five, null, null, RevisionEnding.None, null, null);
    private static readonly RevisionAct s_act = new("<script>eve</script>", DecisionSamples.At, "\u202Ewhy");

    [Fact]
    public void With_SaysTheTimeAndEveryGuardrail()
    {
        Assert.Equal("To be confirmed within 5 min, no guardrail.", With(s_active));
        Assert.Equal(
            "To be confirmed within 60 s, or reverted when failed requests are above 2.5 %, or TTFT p95 is above 2 × what it was before, or TTFT p95 is above 0.2 s.",
            With(s_active with { ConfirmWithin = TimeSpan.FromMinutes(1), Guards = new Guardrails(2.5, 2, 0.2) }));
        Assert.Equal("No time to confirm, no guardrail.", With(s_active with { ConfirmWithin = TimeSpan.Zero }));
    }

    [Fact]
    public void With_NotTold_ClaimsNothing()
    {
        Assert.Equal("Not known: the log is away.", With(s_active with { Untold = "the log is away", ConfirmWithin = null }));
        Assert.Equal("No guardrail; the time to confirm was not written down.", With(s_active with { ConfirmWithin = null }));
        Assert.StartsWith("A time to confirm that was not written down, or reverted when", With(s_active with { ConfirmWithin = null, Guards = new Guardrails(5) }));
    }

    [Fact]
    public void Active_SaysWhatItWaitsFor()
    {
        Assert.Equal("active", Show(s_active).Find(Test("terms-end")).TextContent.Trim());
        Assert.Empty(Show(s_active).FindAll(Test("terms-confirmed")));

        var waiting = Show(s_active, new PendingChange(2, 1, DecisionSamples.At, "ada"));
        Assert.Equal("active; reverts to revision 1 unless confirmed by 2026-11-22 12:00:00 UTC", waiting.Find(Test("terms-end")).TextContent.Trim());
    }

    [Theory]
    [InlineData(RevisionEnding.Time, "reverted, because nobody confirmed it in time, 2026-11-22 12:00:00 UTC. Revision 3 followed")]
    [InlineData(RevisionEnding.Guardrail, "reverted by a guardrail, 2026-11-22 12:00:00 UTC. Revision 3 followed: \u202Ewhy")]
    [InlineData(RevisionEnding.Reverted, "reverted while it waited for a confirmation, 2026-11-22 12:00:00 UTC, by <script>eve</script>. Revision 3 followed: \u202Ewhy")]
    [InlineData(RevisionEnding.Returned, "returned to an earlier strategy, 2026-11-22 12:00:00 UTC, by <script>eve</script>. Revision 3 followed: \u202Ewhy")]
    [InlineData(RevisionEnding.Replaced, "replaced, 2026-11-22 12:00:00 UTC, by <script>eve</script>. Revision 3 followed: \u202Ewhy")]
    [InlineData(RevisionEnding.Unknown, "replaced; the audit log does not tell how, 2026-11-22 12:00:00 UTC, by <script>eve</script>. Revision 3 followed: \u202Ewhy")]
    [InlineData(RevisionEnding.Configuration, "replaced at a start, because the configuration had changed, 2026-11-22 12:00:00 UTC. Revision 3 followed: \u202Ewhy")]
    public void Ended_SaysHowWhenByWhomAndWhatFollowed(RevisionEnding ending, string expected)
    {
        var text = Show(s_active with { Ending = ending, Ended = s_act, Next = 3 });

        Assert.Equal(expected, text.Find(Test("terms-end")).TextContent.Trim());
        Assert.Equal("/changes?rev=3", text.Find(Test("terms-end") + " a").GetAttribute("href"));
        Assert.Equal("by nobody before it ended", text.Find(Test("terms-confirmed")).TextContent);
        Assert.Empty(text.FindAll("script"));
    }

    [Fact]
    public void Confirmed_SaysByWhomAndWhen() =>
        Assert.Equal("by <script>eve</script>, 2026-11-22 12:00:00 UTC", Show(s_active with { Confirmed = s_act }).Find(Test("terms-confirmed")).TextContent);

    private string With(RevisionTerms terms) => Show(terms).Find(Test("terms-with")).TextContent;

    private IRenderedComponent<RevisionTermsText> Show(RevisionTerms terms, PendingChange? pending = null) =>
        Render<RevisionTermsText>(p => p.Add(c => c.Terms, terms).Add(c => c.Pending, pending));
}
