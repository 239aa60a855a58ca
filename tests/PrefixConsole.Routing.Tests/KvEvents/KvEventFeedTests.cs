using PrefixConsole.Routing.KvEvents;
using static PrefixConsole.Routing.Tests.KvEvents.EventFixture;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>Sequence, replay, restart and trust: case 26 of <c>field/llm-d-and-engines.md</c> §8, C-22 to C-26 of the reliability table.</summary>
public sealed class KvEventFeedTests
{
    private static Action<KvEventFeed> Block(ulong hash, ulong? parent = null) => Stored([hash], parent, Tokens(4, from: 4 * (int)hash), 4);

    [Fact]
    public void FirstBatchOfAnEngine_IsTrusted()
    {
        var fixture = new EventFixture();
        Assert.Equal(KvTrust.Silent, fixture.Trust);
        Assert.Equal(KvReceipt.Apply, fixture.Send(0, Block(1)));
        Assert.Equal((KvTrust.Trusted, 1, 0L), (fixture.Trust, fixture.Feed.View().Epoch, fixture.Feed.View().Sequence));
    }

    [Fact]
    public void Gap_WithReplay_IsFilledFromTheFirstMissing_AndTheLiveBatchAppliedOnce()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1));
        fixture.Send(1, Block(2));

        Assert.Equal(KvReceipt.Replay, fixture.Send(3, Block(4), fingerprint: 33));
        Assert.Equal((KvTrust.CatchingUp, 2UL), (fixture.Trust, fixture.Feed.ReplayFrom));

        fixture.Feed.BeginReplay();
        Assert.Equal(KvReceipt.Apply, fixture.Replay(2, Block(3)));
        Assert.Equal(KvReceipt.Apply, fixture.Replay(3, Block(4), fingerprint: 33));
        fixture.Feed.EndReplay(null);
        Assert.Equal(KvReceipt.Ignore, fixture.Send(3, Block(4), fingerprint: 33));

        var view = fixture.Feed.View();
        Assert.Equal((KvTrust.Trusted, 4L, 1L, 1L, 1L, 0L), (fixture.Trust, view.HeldBlocks, view.Gaps, view.MissedBatches, view.Replays, view.FailedReplays));
        Assert.Equal(KvReceipt.Apply, fixture.Send(4, Block(5)));
    }

    [Fact]
    public void Gap_WithReplayThatFails_ClearsAndDistrusts()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1));
        Assert.Equal(KvReceipt.Replay, fixture.Send(5, Block(2)));
        fixture.Feed.BeginReplay();
        fixture.Feed.EndReplay("no answer within 2 s");

        Assert.Equal(KvReceipt.Apply, fixture.Send(5, Block(2)));

        Assert.Equal(KvTrust.Untrusted, fixture.Trust);
        Assert.Contains("no answer within 2 s", fixture.Feed.Trust.Cause, StringComparison.Ordinal);
        Assert.Equal((1L, 1L), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().FailedReplays));
        Assert.Equal(KvReceipt.Apply, fixture.Send(6, Block(3)));
    }

    [Fact]
    public void Gap_WithHistoryThatStartsLater_ClearsAndBuildsFromThere()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1));
        Assert.Equal(KvReceipt.Replay, fixture.Send(20_000, Block(4)));
        fixture.Feed.BeginReplay();
        Assert.Equal(KvReceipt.Apply, fixture.Replay(19_999, Block(3)));
        fixture.Feed.EndReplay(null);
        Assert.Equal(KvReceipt.Apply, fixture.Send(20_000, Block(4)));

        Assert.Equal((KvTrust.Untrusted, 2L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
        Assert.Equal(0, fixture.Blocks(Tokens(4, from: 4)));
    }

    [Fact]
    public void Gap_WithoutReplay_IsFoundAllTheSame()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        Assert.Equal(KvReceipt.Apply, fixture.Send(2, Block(3)));
        Assert.Equal((KvTrust.Untrusted, 1L, 1L, 1L), (fixture.Trust, fixture.Feed.View().Gaps, fixture.Feed.View().MissedBatches, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void NumberThatGoesBack_IsARestart_AndClears()
    {
        var fixture = new EventFixture();
        for (var i = 0UL; i <= 5; i++)
        {
            fixture.Send(i, Block(i + 1));
        }

        Assert.Equal(KvReceipt.Apply, fixture.Send(0, Block(9)));
        var view = fixture.Feed.View();
        Assert.Equal((KvTrust.Trusted, 2, 1L, 1L, 0L), (fixture.Trust, view.Epoch, view.Restarts, view.HeldBlocks, view.Sequence));
    }

    [Fact]
    public void NumberThatGoesBack_ButNotToTheStart_ClearsAndCatchesUp()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        fixture.Send(1, Block(2));
        fixture.Send(2, Block(3));
        Assert.Equal(KvReceipt.Apply, fixture.Send(1, Block(9)));
        Assert.Equal((KvTrust.CatchingUp, 2, 1L), (fixture.Trust, fixture.Feed.View().Epoch, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void SameBatchTwice_IsIgnored_HoweverOld()
    {
        var fixture = new EventFixture();
        for (var i = 0UL; i < 5000; i++)
        {
            fixture.Send(i, Block(i % 50 + 1), fingerprint: 1000 + i);
        }

        Assert.Equal(KvReceipt.Ignore, fixture.Send(4999, Block(1), fingerprint: 5999));
        Assert.Equal(KvReceipt.Ignore, fixture.Send(7, Block(1), fingerprint: 1007));
        Assert.Equal((2L, 0L), (fixture.Feed.View().Duplicates, fixture.Feed.View().Restarts));
    }

    [Fact]
    public void JoinedLate_WithoutReplay_CatchesUp_AndIsTrustedOnceAnswersAgree()
    {
        var fixture = new EventFixture();
        fixture.Send(7, Block(1));
        Assert.Equal(KvTrust.CatchingUp, fixture.Trust);
        for (var i = 0; i < FeedTrust.ConfirmationsToTrust; i++)
        {
            Assert.Equal(KvTrust.CatchingUp, fixture.Trust);
            fixture.Feed.OnAnswer(reportedBlocks: 5, promptBlocks: 6, cachedTokens: 16, blockTokens: 4);
        }

        Assert.Equal(KvTrust.Trusted, fixture.Trust);
    }

    [Fact]
    public void JoinedLate_WithReplayOfEverything_IsTrusted()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        Assert.Equal(KvReceipt.Replay, fixture.Send(2, Block(3)));
        Assert.Equal(0UL, fixture.Feed.ReplayFrom);
        fixture.Feed.BeginReplay();
        fixture.Replay(0, Block(1));
        Assert.NotEqual(KvTrust.Trusted, fixture.Trust);
        fixture.Replay(1, Block(2));
        fixture.Feed.EndReplay(null);
        Assert.Equal(KvReceipt.Apply, fixture.Send(2, Block(3)));
        Assert.Equal((KvTrust.Trusted, 3L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void FiveContradictionsInARow_Distrust_AndStartTheIndexOver()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Stored([1, 2, 3, 4], null, Tokens(16), 4));
        for (var i = 0; i < 4; i++)
        {
            fixture.Feed.OnAnswer(4, 4, 0, 4);
        }

        fixture.Feed.OnAnswer(4, 4, 12, 4);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(KvTrust.Trusted, fixture.Trust);
            fixture.Feed.OnAnswer(4, 4, 0, 4);
        }

        Assert.Equal((KvTrust.Untrusted, 0), (fixture.Trust, fixture.Blocks(Tokens(16))));
    }

    [Fact]
    public void Answers_ThatProveNothing_ChangeNothing()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        for (var i = 0; i < 20; i++)
        {
            fixture.Feed.OnAnswer(0, 4, 0, 4);
            fixture.Feed.OnAnswer(2, 10, 40, 4);
        }

        Assert.Equal((KvTrust.Trusted, 0, 0), (fixture.Trust, fixture.Feed.View().Confirmations, fixture.Feed.View().Contradictions));
    }

    [Fact]
    public void EngineThatServesAndReportsNothing_FallsSilent_AndIsHeardAgain()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        for (var i = 0; i < 5; i++)
        {
            fixture.Feed.OnAnswer(0, 40, 0, 4);
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(9));
        fixture.Caches.Watch();
        Assert.Equal(KvTrust.Trusted, fixture.Trust);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Caches.Watch();
        Assert.Equal(KvTrust.Silent, fixture.Trust);

        fixture.Send(1, Block(2));
        Assert.Equal(KvTrust.Trusted, fixture.Trust);
    }

    [Fact]
    public void ConnectionLostAndFound_IsVerifiedByTheLastBatch()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Feed.SetConnected(true);
        fixture.Feed.BeginReplay();
        fixture.Feed.EndReplay(null);
        Assert.Equal(KvTrust.Trusted, fixture.Trust);
        fixture.Send(0, Block(1), fingerprint: 10);
        fixture.Send(1, Block(2), fingerprint: 11);

        fixture.Feed.SetConnected(false);
        Assert.Equal(KvTrust.Silent, fixture.Trust);
        fixture.Feed.SetConnected(true);
        Assert.Equal((KvTrust.Silent, true, 1UL), (fixture.Trust, fixture.Feed.WantsReplay, fixture.Feed.ReplayFrom));
        fixture.Feed.BeginReplay();
        Assert.Equal(KvReceipt.Ignore, fixture.Replay(1, Block(2), fingerprint: 11));
        Assert.Equal(KvReceipt.Apply, fixture.Replay(2, Block(3), fingerprint: 12));
        fixture.Feed.EndReplay(null);
        Assert.Equal((KvTrust.Trusted, 1, 3L), (fixture.Trust, fixture.Feed.View().Epoch, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void ConnectionLost_StaysSo_WhateverWasReceivedBeforeAndIsReadAfter()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Feed.SetConnected(true);
        fixture.Feed.BeginReplay();
        fixture.Feed.EndReplay(null);
        fixture.Send(0, Block(1));
        fixture.Feed.BeginReplay();
        fixture.Feed.SetConnected(false);

        Assert.Equal(KvReceipt.Apply, fixture.Send(1, Block(2)));
        fixture.Feed.EndReplay(null);

        Assert.Equal((KvTrust.Silent, "the connection is lost"), (fixture.Trust, fixture.Feed.Trust.Cause));
        Assert.Equal(2, fixture.Feed.View().HeldBlocks);
        fixture.Feed.SetConnected(true);
        Assert.Equal((KvTrust.Silent, true, 1UL), (fixture.Trust, fixture.Feed.WantsReplay, fixture.Feed.ReplayFrom));
        fixture.Send(2, Block(3));
        Assert.Equal(KvTrust.Trusted, fixture.Trust);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ConnectionLostAndFound_ToAnotherEngine_IsARestart(bool knowsSuchANumber)
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1), fingerprint: 10);
        fixture.Send(1, Block(2), fingerprint: 11);
        fixture.Feed.SetConnected(true);
        fixture.Feed.SetConnected(false);
        fixture.Feed.SetConnected(true);
        fixture.Feed.BeginReplay();
        if (knowsSuchANumber)
        {
            Assert.Equal(KvReceipt.Ignore, fixture.Replay(1, Block(8), fingerprint: 99));
            Assert.Equal(KvReceipt.Ignore, fixture.Replay(2, Block(9), fingerprint: 98));
        }

        fixture.Feed.EndReplay(null);

        Assert.Equal((0L, 2, true, 0UL), (fixture.Feed.View().HeldBlocks, fixture.Feed.View().Epoch, fixture.Feed.WantsReplay, fixture.Feed.ReplayFrom));
        Assert.Equal(KvTrust.Silent, fixture.Trust);
        fixture.Feed.BeginReplay();
        fixture.Replay(0, Block(7));
        fixture.Feed.EndReplay(null);
        Assert.Equal((KvTrust.Trusted, 1L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void RestartSeenByProbes_ClearsOnce()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        var before = fixture.Time.GetTimestamp();
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Feed.OnRestarted("its counters ran backwards", before);
        Assert.Equal((2, 0L, KvTrust.CatchingUp), (fixture.Feed.View().Epoch, fixture.Feed.View().HeldBlocks, fixture.Trust));

        fixture.Send(0, Block(2));
        fixture.Feed.OnRestarted("a probe found it again", before);
        Assert.Equal((2, 1L, KvTrust.Trusted), (fixture.Feed.View().Epoch, fixture.Feed.View().HeldBlocks, fixture.Trust));
    }

    [Fact]
    public void Resync_WithReplay_AsksForEverything()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1), fingerprint: 10);
        fixture.Feed.Resync("asked by an operator");
        Assert.Equal((KvTrust.CatchingUp, 0L, true, 0UL), (fixture.Trust, fixture.Feed.View().HeldBlocks, fixture.Feed.WantsReplay, fixture.Feed.ReplayFrom));

        // a live batch that comes in between waits for the replay
        Assert.Equal(KvReceipt.Replay, fixture.Send(1, Block(2), fingerprint: 11));
        fixture.Feed.BeginReplay();
        fixture.Replay(0, Block(1), fingerprint: 10);
        fixture.Replay(1, Block(2), fingerprint: 11);
        fixture.Feed.EndReplay(null);
        Assert.Equal(KvReceipt.Ignore, fixture.Send(1, Block(2), fingerprint: 11));
        Assert.Equal((KvTrust.Trusted, 2L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void Quarantine_ShutsEventsOut_AndEndsWithAResync()
    {
        var fixture = new EventFixture();
        fixture.Send(0, Block(1));
        fixture.Feed.Quarantine(true);
        fixture.Send(1, Block(2));
        Assert.Equal((KvTrust.Untrusted, 1L, true), (fixture.Trust, fixture.Feed.View().HeldBlocks, fixture.Feed.View().Quarantined));
        fixture.Feed.Quarantine(false);
        Assert.Equal((KvTrust.CatchingUp, 0L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
        fixture.Send(2, Block(3));
        Assert.Equal(1L, fixture.Feed.View().HeldBlocks);
    }

    [Fact]
    public void CacheStoredTwiceOver_MakesAnIncompleteIndexTrusted()
    {
        var fixture = new EventFixture(kvBlocks: 4);
        fixture.Send(9, Block(1));
        for (var i = 1UL; i < 8; i++)
        {
            Assert.Equal(KvTrust.CatchingUp, fixture.Trust);
            fixture.Send(9 + i, Block(i + 1));
        }

        Assert.Equal(KvTrust.Trusted, fixture.Trust);
    }

    [Fact]
    public void Overflow_WithReplay_AsksForWhatWasThrownAway()
    {
        var fixture = new EventFixture();
        fixture.Feed.CanReplay = true;
        fixture.Send(0, Block(1), fingerprint: 10);
        fixture.Feed.OnOverflow(2);
        Assert.Equal((KvTrust.CatchingUp, true, 1UL), (fixture.Trust, fixture.Feed.WantsReplay, fixture.Feed.ReplayFrom));
        fixture.Feed.BeginReplay();
        fixture.Replay(1, Block(2));
        fixture.Replay(2, Block(3));
        fixture.Feed.EndReplay(null);
        Assert.Equal((KvTrust.Trusted, 3L), (fixture.Trust, fixture.Feed.View().HeldBlocks));
    }

    [Fact]
    public void Ranks_HaveSlotsOfTheirOwn_AndTheBestOneCounts()
    {
        var fixture = new EventFixture();
        var second = fixture.Caches.Open(fixture.Worker, 1)!;
        fixture.Send(0, Stored([1], null, Tokens(4), 4));
        second.Receive(0, 1);
        Stored([2], 1, Tokens(4, from: 5), 4)(second);
        Stored([1, 2], null, Tokens(8), 4)(second);
        second.EndBatch();
        Assert.Equal(2, fixture.Blocks(Tokens(8)));

        second.Quarantine(true);
        Assert.Equal(1, fixture.Blocks(Tokens(8)));
        Assert.Equal(KvTrust.Untrusted, fixture.Caches.TrustOf(fixture.Worker).Trust);
    }

    [Fact]
    public void RemovedWorker_LeavesNothing_AndNothingMoreIsApplied()
    {
        var fixture = new EventFixture();
        var second = fixture.Caches.Open(fixture.Worker, 1)!;
        second.Receive(0, 1);
        Stored([1], null, Tokens(4), 4)(second);
        fixture.Send(0, Block(1));
        fixture.Registry.Remove(fixture.Worker.Id);
        fixture.Caches.Remove(fixture.Worker);

        Assert.Equal(KvReceipt.Ignore, fixture.Send(1, Block(2)));
        Assert.Equal((0L, 0), (fixture.Index.PairCount, fixture.Caches.Feeds.Length));
        Assert.Null(fixture.Caches.Open(fixture.Worker, 0));
    }

    [Fact]
    public void Changed_IsRaisedWhenTheTrustChanges_AndNotOtherwise()
    {
        var fixture = new EventFixture();
        var raised = 0;
        fixture.Caches.Changed += () => raised++;
        fixture.Send(0, Block(1));
        fixture.Send(1, Block(2));
        Assert.Equal(1, raised);
        fixture.Send(9, Block(2));
        Assert.Equal(2, raised);
    }
}
