using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Tests.Running;

namespace PrefixConsole.Storage.Tests;

public sealed class DecisionCodecTests
{
    // What the version of 25 November 2026 wrote of StoredDecisions.Full, which kept no ring key and no session.
    private const string OldRecord =
        "E14GAMSvqfZV/9q/kgFLDnQXYuCLHR8O4AGki/L/228RiZIsZErnUBPc92Y+IjqIpoEkniCRIRJZLVW8bay7mNekAwP2NfzhF9vcuOSCh/7FgYVGlCBsZBdXGVqtJWjE1KuFlIUaXkul" +
        "hdBC/LtVQXAWYHn5JFheQmMFwjV74+F/YJoVg3Bu8gc0Bp0cuE1ssGPCL1zwCYSrHNmsnJ9B7/HxFcJ5DKt1vg4L9gl6VIma/DaUaJHHmWLyh99duR+GVvWIcB2yWd54l9OXE4JwxbO9" +
        "mWYT9NMvzk3kS5zfo46eVnWTOHKutdFDS6ZKJmZcvlqrpepfevTnF+wZ8VK15YgAyjAQcIsvkmZzMZCn3U8coJfn1JuGxl2IC9bsbsVhqF3XQpRCDLOmBsJpyL9Kj1Bs0ev7QkwM5xJS" +
        "Xds36eMfVlGFeqNGO78Ij42zZjLPvqFxgsBIETgzIGwZb53jsX4FxyUNY/KVyNY1ma3SQkqSNEf1lffWraJDW+/NSt92aQE9JB9eyRSqFImYUB661lIqtl7G7+fYgnDgd52YQFt3xmX/" +
        "eVEQjrqbZGYMLUpVG9lg7eQ/kNVvfB6HW2HZriy/DXHYEPKcHhn1memUd9Wx3VSV3LOMDLpBQC9k/0K4ykqRqDL+zLplnebvWKrVS/MJ/aRIAKLzN/QlJRr4T5qQZoUvbaJF4twcarKs" +
        "6+dwak5BFeqnJYlyXNUjs6UvlyBYThcHIDcjSdGQqhehyL3xw6wqJclSyjGu+N019wq1q0s2yaFGWJmvIuf728q5a1S9Vc9cO96MbBY+rYy3IZWUT0yMh38tRDmdqJpw1nFcmrUP0753" +
        "kO3mB9t2GQOIHHj58KzNTWhCv7Gucpu25CxrJeKzGzu2LrPoVnwddl1M6WgbZ3ZSxaHlwIfjf+LH1y985Jt0dPrX6nYbw1z+wy1LVYt9SS++lSblTzapQkZK+TWK0CgKRQjFuASW4UZn" +
        "3LJcKEHX/x1umXVuE0VKV19NbPPSddynh1OiqaUlZK5Gm7wMn/HLeQ2qR7mF/wDcCKLxgbf8lY+5nBMUSn3fAw==";

    [Fact]
    public void Unpack_OfAPackedDecision_IsTheSame()
    {
        var log = new DecisionLog(10);
        var entry = log.Record(StoredDecisions.Full("r1"));
        log.Retry(entry, StoredDecisions.Full("r1", worker: "d"));
        log.Complete(entry, StoredDecisions.Outcome());

        var back = DecisionCodec.Unpack(DecisionCodec.Pack(entry));

        AssertSame(entry.Decision, back.Decision);
        AssertSame(entry.FirstDecision!, back.FirstDecision!);
        Assert.Equal(entry.Outcome, back.Outcome);
        Assert.Equal(entry.Decision.CapturedTokens, back.Decision.CapturedTokens);
        Assert.Equal(entry.Decision.AvailableTokens, back.Decision.AvailableTokens);
    }

    [Fact]
    public void Unpack_OfARecordThatAnOlderVersionWrote_IsWhatItWas_WithoutWhatWasNotKeptThen()
    {
        var row = DecisionCodec.Pack(StoredDecisions.Add(new DecisionLog(10), "r1"));
        row.Record = Convert.FromBase64String(OldRecord);

        var old = DecisionCodec.Unpack(row).Decision;

        Assert.Equal((0UL, 0, 0UL, false), (old.Request.RingKey, old.Request.RingBlocks, old.Request.Session, old.Request.HasKeys));
        Assert.False(old.Request.Pinned);
        var full = StoredDecisions.Full("r1");
        AssertSame(full, new RoutingDecision
        {
            Id = old.Id,
            Attempt = old.Attempt,
            At = old.At,
            Request = old.Request with { RingKey = full.Request.RingKey, RingBlocks = full.Request.RingBlocks, Session = full.Request.Session, Pinned = full.Request.Pinned },
            Revision = old.Revision,
            Strategy = old.Strategy,
            Candidates = old.Candidates,
            Scorers = old.Scorers,
            Totals = old.Totals,
            Winner = old.Winner,
            Reason = old.Reason,
            Picker = old.Picker,
            TieBreak = old.TieBreak,
            Margin = old.Margin,
            OverlapTime = old.OverlapTime,
            ScheduleTime = old.ScheduleTime,
        });
    }

    [Fact]
    public void Unpack_OfANoWinnerDecision_IsTheSame()
    {
        var log = new DecisionLog(10);
        var refused = new RoutingDecision
        {
            Id = "none",
            Attempt = 1,
            At = StoredDecisions.At,
            Request = StoredDecisions.Full("x").Request,
            Revision = 1,
            Strategy = "random",
            Candidates = [],
            Scorers = [],
            Totals = [],
            Winner = null,
            Reason = "no-healthy-worker",
            Picker = "random",
            TieBreak = "",
            Margin = null,
            OverlapTime = default,
            ScheduleTime = default,
        };
        var entry = log.Record(refused);
        log.Complete(entry, StoredDecisions.Outcome(503));

        var back = DecisionCodec.Unpack(DecisionCodec.Pack(entry));

        Assert.Null(back.Decision.Winner);
        Assert.Null(back.Decision.Margin);
        Assert.Empty(back.Decision.Candidates);
        Assert.False(back.Outcome!.Succeeded);
    }

    [Fact]
    public void Pack_OfHostileNames_FitsTheColumns()
    {
        var log = new DecisionLog(10);
        var entry = StoredDecisions.Add(log, "r1", model: "\0<script>" + new string('x', 5000));

        var row = DecisionCodec.Pack(entry);

        Assert.Equal(300, row.Model.Length);
        Assert.DoesNotContain('\0', row.Model);
        Assert.Equal(entry.Decision.Request.Model, DecisionCodec.Unpack(row).Decision.Request.Model);
    }

    [Fact]
    public void Unpack_OfARecordOfAnotherVersion_SaysSo()
    {
        var row = DecisionCodec.Pack(StoredDecisions.Add(new DecisionLog(10), "r1"));
        row.Record = [1, 2, 3];

        Assert.Throws<InvalidDataException>(() => DecisionCodec.Unpack(row));
    }

    private static void AssertSame(RoutingDecision expected, RoutingDecision actual)
    {
        Assert.Equal(expected.Candidates, actual.Candidates);
        Assert.Equal(expected.Totals, actual.Totals);
        Assert.Equal(expected.Request with { Blocks = default, TokenBlocks = default }, actual.Request with { Blocks = default, TokenBlocks = default });
        Assert.Equal(expected.Request.Blocks.Segments, actual.Request.Blocks.Segments);
        Assert.Equal(expected.Request.Blocks with { Segments = [] }, actual.Request.Blocks with { Segments = [] });
        Assert.Equal(expected.Request.TokenBlocks.Count, actual.Request.TokenBlocks.Count);
        Assert.Equal(
            (expected.Id, expected.Attempt, expected.At, expected.Revision, expected.Strategy, expected.Winner, expected.Reason, expected.Picker, expected.TieBreak, expected.Margin),
            (actual.Id, actual.Attempt, actual.At, actual.Revision, actual.Strategy, actual.Winner, actual.Reason, actual.Picker, actual.TieBreak, actual.Margin));
        Assert.Equal((expected.OverlapTime, expected.ScheduleTime), (actual.OverlapTime, actual.ScheduleTime));
        Assert.Equal(expected.Scorers.Length, actual.Scorers.Length);
        for (var i = 0; i < expected.Scorers.Length; i++)
        {
            Assert.Equal((expected.Scorers[i].Scorer, expected.Scorers[i].Weight), (actual.Scorers[i].Scorer, actual.Scorers[i].Weight));
            Assert.Equal(expected.Scorers[i].Raw.ToArray(), actual.Scorers[i].Raw.ToArray());
            Assert.Equal(expected.Scorers[i].Scores.ToArray(), actual.Scorers[i].Scores.ToArray());
            Assert.Equal(expected.Scorers[i].TermNames, actual.Scorers[i].TermNames);
            for (var term = 0; term < expected.Scorers[i].TermNames.Length; term++)
            {
                Assert.Equal(expected.Scorers[i].Term(term).ToArray(), actual.Scorers[i].Term(term).ToArray());
            }
        }
    }
}
