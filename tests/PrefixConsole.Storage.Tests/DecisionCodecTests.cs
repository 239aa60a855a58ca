using System.IO.Compression;
using System.Text.Json;
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
        log.Retry(entry, StoredDecisions.Full("r1", worker: "d"), AttemptFailure.Answered(429));
        log.Complete(entry, StoredDecisions.Outcome());

        var back = DecisionCodec.Unpack(DecisionCodec.Pack(entry));

        AssertSame(entry.Decision, back.Decision);
        AssertSame(entry.FirstDecision!, back.FirstDecision!);
        Assert.Equal(AttemptFailure.Answered(429), back.FirstFailure);
        Assert.Equal(entry.Outcome, back.Outcome);
        Assert.Equal(entry.Decision.CapturedTokens, back.Decision.CapturedTokens);
        Assert.Equal(entry.Decision.AvailableTokens, back.Decision.AvailableTokens);
    }

    [Fact]
    public void Unpack_OfARecordThatAnOlderVersionWrote_IsWhatItWas_WithoutWhatWasNotKeptThen()
    {
        var row = DecisionCodec.Pack(StoredDecisions.Add(new DecisionLog(10), "r1"));
        row.Record = Convert.FromBase64String(OldRecord);

        var entry = DecisionCodec.Unpack(row);
        var old = entry.Decision;

        Assert.Null(entry.FirstFailure);
        Assert.Null(old.OtherDrawn);
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

    [Theory]
    [InlineData(AttemptFailureKind.Unreachable, null)]
    [InlineData(AttemptFailureKind.Disconnected, null)]
    [InlineData(AttemptFailureKind.Answered, 503)]
    public void Unpack_OfARetry_KnowsWhyTheFirstWorkerDidNotServe(AttemptFailureKind kind, int? status)
    {
        var failure = new AttemptFailure(kind, status);
        var entry = DecisionEntry.Restore(1, StoredDecisions.Full("r1"), StoredDecisions.Full("r1", worker: "d"), failure, StoredDecisions.Outcome());

        Assert.Equal(failure, DecisionCodec.Unpack(DecisionCodec.Pack(entry)).FirstFailure);
    }

    [Fact]
    public void Unpack_OfARetryThatAnOlderVersionWrote_HasTheFirstDecisionWithoutWhy()
    {
        // What an older version wrote has no such member, and neither has the record of an entry without it.
        var entry = DecisionEntry.Restore(1, StoredDecisions.Full("r1"), StoredDecisions.Full("r1", worker: "d"), null, StoredDecisions.Outcome());
        var row = DecisionCodec.Pack(entry);
        using var packed = new BrotliStream(new MemoryStream(row.Record), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(packed);
        Assert.Equal(["Decision", "First", "Outcome"], json.RootElement.EnumerateObject().Select(p => p.Name));

        var back = DecisionCodec.Unpack(row);

        AssertSame(entry.FirstDecision!, back.FirstDecision!);
        Assert.Null(back.FirstFailure);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(2)]
    public void Unpack_OfADrawOfTwo_KnowsTheOther(int? other)
    {
        var log = new DecisionLog(10);
        var full = StoredDecisions.Full("r1", otherDrawn: other);
        log.Complete(log.Record(full), StoredDecisions.Outcome());

        Assert.Equal(other, DecisionCodec.Unpack(DecisionCodec.Pack(log.Find("r1")!)).Decision.OtherDrawn);
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
