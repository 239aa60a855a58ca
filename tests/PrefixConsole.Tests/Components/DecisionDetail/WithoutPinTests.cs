using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Explaining;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>Where the strategy would have sent a pinned request. A block is 64 tokens of 6,400.</summary>
public sealed class WithoutPinTests : PageContext
{
    [Fact]
    public void Pinned_TheRevisionOfThen_SaysWhatItWouldHaveChosenAndWhatWasFoundThere()
    {
        Apply(StrategyNames.LeastLoaded);
        Apply(StrategyNames.ApproximateTree);
        Log.Record(Pin(revision: 2, StrategyNames.LeastLoaded));

        var page = Show();

        Assert.Equal(
            "Without the pin, revision 2 (least-loaded), which was active then, would have chosen sim-2, from the same recorded inputs. 5,120 of 6,400 prompt tokens were expected to be cached there, 1,280 at sim-1, where the pin sent it: the pin gave up 3,840.",
            page.Find(Test("without-pin")).TextContent);
        Assert.Contains("The active revision 3 (approximate-tree) would choose sim-2, from the same recorded inputs.", page.Find(Test("rerun")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pinned_ARevisionThatIsGone_AsksTheActiveOneAndSaysSo()
    {
        Apply(StrategyNames.LeastLoaded);
        Log.Record(Pin(revision: 77, StrategyNames.LeastLoaded));

        var page = Show();

        Assert.StartsWith("Without the pin, revision 2 (least-loaded), which is active now, would have chosen sim-2", page.Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
        Assert.EndsWith("Revision 77, which was active then, is not in the history any more.", page.Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
        Assert.Equal("The active revision is the one that was asked: 2.", page.Find(Test("rerun")).TextContent);
    }

    [Fact]
    public void Pinned_ToWhereItWouldHaveGone_SaysSo_AndThatADrainIsNotRecorded()
    {
        Apply(StrategyNames.LeastLoaded);
        Log.Record(Pin(revision: 2, StrategyNames.LeastLoaded, load: 0));

        Assert.Equal(
            "Without the pin, revision 2 (least-loaded), which was active then, would have chosen sim-1 too, if it did not drain, which is not recorded. 1,280 of 6,400 prompt tokens were expected to be cached there.",
            Show().Find(Test("without-pin")).TextContent);
    }

    [Fact]
    public void Pinned_AmongEquals_IsADraw()
    {
        Apply(StrategyNames.LeastLoaded);
        Log.Record(Pin(revision: 2, StrategyNames.LeastLoaded, load: 1));

        Assert.Contains("would have drawn among equals (random among 2), sim-1 one of them", Show().Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pinned_ToOneThatIsNotHealthy_ComparesNothing()
    {
        Apply(StrategyNames.LeastLoaded);
        Log.Record(Pin(revision: 2, StrategyNames.LeastLoaded, winner: null));

        Assert.EndsWith("would have chosen sim-2, from the same recorded inputs. 5,120 of 6,400 prompt tokens were expected to be cached there; the pinned worker was not asked.", Show().Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pinned_WhatTheStrategyGoesByWasNotKept_CannotBeTold()
    {
        Apply(StrategyNames.SessionAffinity);
        Log.Record(Pin(revision: 2, StrategyNames.SessionAffinity));

        Assert.EndsWith("cannot be asked about it: not recorded is who served the session before.", Show().Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pinned_NobodyElseServesTheModel_HadNobodyToChoose()
    {
        Apply(StrategyNames.LeastLoaded);
        Log.Record(DecisionSamples.Decision("r-1", DecisionReasons.UnknownModel, null, [], strategy: StrategyNames.LeastLoaded, revision: 2, request: DecisionSamples.Request("r-1", pinned: "sim-1")));

        Assert.EndsWith("would have had nobody to choose.", Show().Find(Test("without-pin")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NotPinned_SaysNothingOfAPin()
    {
        Log.Record(DecisionSamples.Scored());

        Assert.Empty(Show().FindAll(Test("without-pin")));
    }

    [Theory]
    [InlineData(StrategyNames.LeastLoaded)]
    [InlineData(StrategyNames.ApproximateTree)]
    [InlineData(StrategyNames.PowerOfTwo)]
    [InlineData(StrategyNames.ApproximatePrefix)]
    public void Pinned_IsDecidedAsARequestWithoutThePinIs(string strategy)
    {
        Apply(strategy);
        var pinned = Pin(revision: 2, strategy);
        var free = DecisionSamples.Decision("r-1", DecisionReasons.MaxScore, "sim-1", [.. pinned.Candidates.Select(c => c with { RemovedBy = c.RemovedBy == Eligibility.Pinned ? null : c.RemovedBy })], strategy: strategy, revision: 2);

        Assert.Equal(new Redecision(Catalog, Store.Current.Spec).Decide(free), WithoutPin.Of(pinned, Store, Catalog)!.Choice);
    }

    private static RoutingDecision Pin(int revision, string strategy, int load = 4, string? winner = "sim-1") => DecisionSamples.Decision(
        "r-1",
        winner is null ? DecisionReasons.NoHealthyWorker : DecisionReasons.Pinned,
        winner,
        [
            DecisionSamples.Candidate("sim-1", predicted: 20, inFlight: load, removedBy: winner is null ? Eligibility.NotReady : null, column: winner is null ? -1 : 0),
            DecisionSamples.Candidate("sim-2", predicted: 80, inFlight: 1, removedBy: Eligibility.Pinned),
            DecisionSamples.Candidate("sim-3", predicted: 90, removedBy: Eligibility.Draining),
        ],
        totals: winner is null ? [] : [0],
        strategy: strategy,
        revision: revision,
        request: DecisionSamples.Request("r-1", session: "s", pinned: "sim-1"));

    private void Apply(string strategy) => Assert.Empty(Store.Apply(new StrategySpec { Name = strategy }, "ada", "", null).Errors);

    private IRenderedComponent<DecisionDetailPage> Show() => Render<DecisionDetailPage>(p => p.Add(c => c.Id, "r-1"));
}
