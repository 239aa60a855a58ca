using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Fleet;

/// <summary>The fleet's ten-second samples over any time: those stored, and the newest from memory.</summary>
public sealed class FleetHistory(SampleArchive archive, SampleRecorder recorder)
{
    /// <summary>Oldest first. While the database is gone: what is in memory, and why there is no more.</summary>
    public async Task<(IReadOnlyList<SampleRow> Rows, string? Problem)> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        IReadOnlyList<SampleRow> stored = [];
        string? problem = null;
        try
        {
            stored = await archive.ReadAsync(from, to, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            problem = error.Message;
        }

        var recent = recorder.Recent(stored.Count > 0 ? Math.Max(first, stored[^1].At + 1) : first, last);
        return ([.. stored, .. recent], problem);
    }

    /// <summary>
    /// At most <paramref name="most"/> rows over the same time, and one more where they do not divide evenly: neighbours are folded together
    /// into quantiles of all their requests and shares of all their tokens; of the workers' own numbers the worst.
    /// </summary>
    public static IReadOnlyList<SampleRow> Thin(IReadOnlyList<SampleRow> rows, int most)
    {
        if (rows.Count <= most)
        {
            return rows;
        }

        var seconds = StepOf(rows[0].At, rows[^1].At, most);
        return
        [
            .. rows.GroupBy(r => r.At / seconds).Select(g => Fold([.. g])),
        ];
    }

    /// <summary>Seconds of one of so many points between two moments: whole samples.</summary>
    internal static long StepOf(long first, long last, int most) =>
        ((last - first) / most / SampleRecorder.Seconds * SampleRecorder.Seconds) + SampleRecorder.Seconds;

    private static SampleRow Fold(List<SampleRow> rows)
    {
        var facts = SampleSums.Facts(rows);
        return new SampleRow
        {
            At = rows.Max(r => r.At),
            Requests = rows.Sum(r => r.Requests),
            Errors = rows.Sum(r => r.Errors),
            TtftP50 = SampleSums.FirstToken(rows, facts, 0.5, r => r.TtftP50),
            TtftP95 = SampleSums.FirstToken(rows, facts, 0.95, r => r.TtftP95),
            TtftP99 = SampleSums.FirstToken(rows, facts, 0.99, r => r.TtftP99),
            PredictedHitRate = SampleSums.Predicted(rows, facts),
            ReportedHitRate = SampleSums.Reported(rows, facts),
            InFlight = rows.Average(r => r.InFlight),
            KvUsage = rows.Max(r => r.KvUsage),
            Waiting = rows.Max(r => r.Waiting),
            Workers = rows.Max(r => r.Workers),
            NotReady = rows.Max(r => r.NotReady),
            Untrusted = rows.Max(r => r.Untrusted),
            Ready = rows.Min(r => r.Ready),
            LoadBalance = rows.Average(r => r.LoadBalance),
            Preemptions = rows.Any(r => r.Preemptions is not null) ? rows.Sum(r => r.Preemptions) : null,
            PrefillRunning = rows.Max(r => r.PrefillRunning),
            DecodeRunning = rows.Max(r => r.DecodeRunning),
            Revision = rows.Max(r => r.Revision),
            Detail = rows.Any(r => r.Detail is not null) ? facts : null,
        };
    }
}
