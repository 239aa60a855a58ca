using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class OutcomeTallyTests : IDisposable
{
    private readonly DecisionLog _log = new(64);
    private readonly OutcomeTally _tally;

    public OutcomeTallyTests() => _tally = new OutcomeTally(_log, 2, DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(100));

    [Fact]
    public void Total_CountsOnlyItsRevision()
    {
        Finish(2, ttftMs: 40, cached: 500);
        Finish(2, ttftMs: 400);
        Finish(2, error: "worker_error");
        Finish(1, ttftMs: 40);

        var total = _tally.Total();

        Assert.Equal((3L, 1L, 1L, 1), (total.Requests, total.Errors, total.Good, total.Facts.ServerFailures));
        Assert.Equal(1.0 / 3, total.ErrorRate!.Value, 6);
        Assert.Equal(0.5, total.Facts.ReportedHitRate);
        Assert.InRange(total.FirstToken(1)!.Value.TotalMilliseconds, 300, 400);
    }

    [Fact]
    public void Take_GivesWhatCameSince_AndTotalKeepsAll()
    {
        Finish(2, ttftMs: 40);
        Assert.Equal(1, _tally.Take().Requests);
        Assert.Equal(OutcomeCounts.None.Requests, _tally.Take().Requests);
        Finish(2, ttftMs: 40);
        Finish(2, ttftMs: 40);

        Assert.Equal((2L, 2L), (_tally.Take().Requests, _tally.Total().Facts.FirstToken.Sum() - 1));
        Assert.Equal(3, _tally.Total().Requests);
    }

    [Fact]
    public void DecidedBefore_DoesNotCount()
    {
        using var later = new OutcomeTally(_log, 2, DateTimeOffset.UnixEpoch.AddTicks(1), TimeSpan.FromSeconds(1));

        Finish(2, ttftMs: 40);

        Assert.Equal((0L, 1L), (later.Total().Requests, _tally.Total().Requests));
        Assert.Null(later.Total().ErrorRate);
        Assert.Null(later.Total().FirstToken(0.5));
    }

    [Fact]
    public void Disposed_CountsNoMore()
    {
        _tally.Dispose();

        Finish(2, ttftMs: 40);

        Assert.Equal(0, _tally.Total().Requests);
    }

    [Fact]
    public void Pinned_IsNoRequestOfTheRevision()
    {
        Finish(2, ttftMs: 40);
        _log.Complete(_log.Record(Decisions.Decide("test", revision: 2, pinned: true)), Decisions.Served(error: "worker_error"));

        Assert.Equal((1L, 0L), (_tally.Total().Requests, _tally.Total().Errors));
    }

    public void Dispose() => _tally.Dispose();

    private void Finish(int revision, double? ttftMs = null, int? cached = null, string? error = null) =>
        _log.Complete(_log.Record(Decisions.Decide($"r{_log.Total}", revision: revision)), Decisions.Served(ttftMs: ttftMs, cached: cached, error: error));
}
