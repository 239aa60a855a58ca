using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class ImpactPreviewTests
{
    private static readonly StrategySpec s_leastLoaded = new() { Name = StrategyNames.LeastLoaded };

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

        Assert.Equal(new ChangeImpact(RedecisionBasis.Record, "", 5, 4, 2, 1, 4000, 700, 700, 300, 300, _time.GetUtcNow()), impact);
        Assert.Equal((0.5, 75_000.0), (impact.ElsewhereShare, impact.WarmLeftPerThousand));
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
        _log.Record(Decisions.Decide("r"));

        var impact = Preview.Of(new StrategySpec { Name = StrategyNames.ConsistentHash });

        Assert.Equal((1, 0, RedecisionBasis.None), (impact.Examined, impact.Decided, impact.Basis));
        Assert.NotEmpty(impact.Missing);
        Assert.Equal((null, null), (impact.ElsewhereShare, impact.WarmLeftPerThousand));
    }

    [Fact]
    public void Of_AnEmptyLog_ExaminesNothing() => Assert.Equal(0, Preview.Of(s_leastLoaded).Examined);
}
