using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class ImpactPreviewTests
{
    private static readonly StrategySpec s_leastLoaded = new() { Name = StrategyNames.LeastLoaded };
    private static readonly StrategySpec s_sessionAffinity = new() { Name = StrategyNames.SessionAffinity };

    private readonly FakeTimeProvider _time = new();
    private readonly DecisionLog _log = new(100);

    private ImpactPreview Preview => new(_log, new StrategyCatalog(), _time);

    [Fact]
    public void Of_AHandmadeLog_CountsEveryDecisionAndTokenOnce()
    {
        // Moves to the idler one, which holds three blocks of 100 tokens less.
        _log.Record(Decisions.Decide("moves, loses 300", winnerBlocks: 5, bestBlocks: 2, winnerLoad: 4, otherLoad: 1));
        _log.Record(Decisions.Decide("stays", winnerBlocks: 0, bestBlocks: 8, winnerLoad: 0, otherLoad: 3));
        _log.Record(Decisions.Decide("tie", winnerBlocks: 1, bestBlocks: 6, winnerLoad: 2, otherLoad: 2));
        _log.Record(Decisions.Decide("moves, gains 300", winnerBlocks: 1, bestBlocks: 4, winnerLoad: 9, otherLoad: 0));
        _log.Record(Decisions.Decide("refused", winner: null));

        var impact = Preview.Of(s_leastLoaded);

        Assert.Equal(new ChangeImpact(RedecisionBasis.Record, "", 5, 4, 2, 1, 4000, 700, 700, 300, 300, 0, "", 0, 0, 0, new WarmUse(0, 0, 0, 0, 0, 0, 3, 0, null, null, false), _time.GetUtcNow()), impact);
        Assert.Equal((0.5, 75_000.0), (impact.ElsewhereShare, impact.WarmLeftPerThousand));
    }

    [Fact]
    public void Of_PinnedRequests_LooksAtNoneAndBindsNoSession()
    {
        _log.Record(Decisions.Decide("binds", winner: "w1", session: "s"));
        _log.Record(Decisions.Decide("test", winner: "w2", session: "s", winnerLoad: 9, pinned: true));
        _log.Record(Decisions.Decide("after", winner: "w1", session: "s", winnerLoad: 9));

        Assert.Equal((2, 1), (Preview.Of(s_leastLoaded).Examined, Preview.Of(s_leastLoaded).Elsewhere));
        Assert.Equal((1, 1, 0), (Preview.Of(s_sessionAffinity).SessionsNamed, Preview.Of(s_sessionAffinity).SessionsTold, Preview.Of(s_sessionAffinity).SessionsMoved));
    }

    [Fact]
    public void Of_NothingButTies_MovesNobody()
    {
        for (var i = 0; i < 50; i++)
        {
            _log.Record(Decisions.Decide($"r{i}", winnerBlocks: 3));
        }

        var impact = Preview.Of(s_leastLoaded);

        Assert.Equal((50, 0, 50, 0L), (impact.Decided, impact.Elsewhere, impact.Tied, impact.WarmLeft));
    }

    [Fact]
    public void Of_FewerDecisionsThanThereAre_LooksAtTheNewest()
    {
        _log.Record(Decisions.Decide("old", winnerLoad: 9));
        _log.Record(Decisions.Decide("new", otherLoad: 9));

        var impact = Preview.Of(s_leastLoaded, decisions: 1);

        Assert.Equal((1, 1, 0), (impact.Examined, impact.Decided, impact.Elsewhere));
    }

    [Fact]
    public void Of_AStrategyThatGoesByWhatIsNotRecorded_DecidesNoneAndSaysWhy()
    {
        _log.Record(Decisions.Decide("r", session: "s"));

        var impact = Preview.Of(new StrategySpec { Name = StrategyNames.ConsistentHash, Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty.Add("prefix-bytes", 800) });

        Assert.Equal((1, 0, 1), (impact.Examined, impact.Decided, impact.Untold));
        Assert.Contains("800 bytes", impact.UntoldFor, StringComparison.Ordinal);
        Assert.Equal((null, null), (impact.ElsewhereShare, impact.WarmLeftPerThousand));
        Assert.Equal((1, 0, 0), (impact.SessionsNamed, impact.SessionsTold, impact.SessionsMoved));
    }

    [Fact]
    public void Of_ConsistentHash_DecidesAll()
    {
        for (var i = 0; i < 40; i++)
        {
            _log.Record(Decisions.Decide($"r{i}"));
        }

        var impact = Preview.Of(new StrategySpec { Name = StrategyNames.ConsistentHash });

        Assert.Equal((40, 0, RedecisionBasis.Record), (impact.Decided, impact.Untold, impact.Basis));
        // The keys are spread over both.
        Assert.InRange(impact.Elsewhere, 1, 39);
    }

    [Fact]
    public void Of_Sessions_TheLastDecisionOfEachCounts()
    {
        _log.Record(Decisions.Decide("a1", session: "a", winnerLoad: 0, otherLoad: 3));
        _log.Record(Decisions.Decide("a2", session: "a", winnerLoad: 3, otherLoad: 0));
        _log.Record(Decisions.Decide("b1", session: "b", winnerLoad: 3, otherLoad: 0));
        _log.Record(Decisions.Decide("b2", session: "b", winnerLoad: 0, otherLoad: 3));
        _log.Record(Decisions.Decide("c1", session: "c", winnerLoad: 2, otherLoad: 2));
        _log.Record(Decisions.Decide("d1", session: "d", winner: null));
        _log.Record(Decisions.Decide("nobody's", winnerLoad: 3, otherLoad: 0));

        var impact = Preview.Of(s_leastLoaded);

        Assert.Equal((4, 3, 1), (impact.SessionsNamed, impact.SessionsTold, impact.SessionsMoved));
    }

    [Fact]
    public void Of_SessionAffinity_SessionsThatWanderedWouldStay_WithWhoServedThemBeforeTheDecisionsLookedAt()
    {
        var before = _log.Record(Decisions.Decide("before", session: "a", winner: "w2"));
        _log.Complete(before, Decisions.Served("w2"));
        _log.Record(Decisions.Decide("now", session: "a", winner: "w1", winnerLoad: 0, otherLoad: 9));

        var impact = Preview.Of(s_sessionAffinity, decisions: 1);
        Assert.Equal((1, 1, 0, 0), (impact.Examined, impact.Decided, impact.Untold, impact.Elsewhere));

        var served = _log.Record(Decisions.Decide("served", session: "b", winner: "w1"));
        _log.Complete(served, Decisions.Served("other"));
        _log.Record(Decisions.Decide("wandered", session: "b", winner: "w1", winnerLoad: 0, otherLoad: 9));

        Assert.Equal((1, 1, 1), Moved(Preview.Of(s_sessionAffinity, decisions: 1)));

        static (int, int, int) Moved(ChangeImpact impact) => (impact.Decided, impact.SessionsTold, impact.SessionsMoved);
    }

    [Fact]
    public void Of_SessionAffinity_LogHasForgottenTheStart_LeavesOutWhatItCannotTell()
    {
        var log = new DecisionLog(2);
        log.Record(Decisions.Decide("gone", session: "a"));
        log.Record(Decisions.Decide("unknown", session: "a"));
        log.Record(Decisions.Decide("known", session: "a"));

        var impact = new ImpactPreview(log, new StrategyCatalog(), _time).Of(s_sessionAffinity);

        Assert.Equal((2, 1, 1, "who served the session before"), (impact.Examined, impact.Decided, impact.Untold, impact.UntoldFor));
    }

    [Fact]
    public void Of_AnEmptyLog_ExaminesNothing() => Assert.Equal(0, Preview.Of(s_leastLoaded).Examined);
}
