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
    /// At most <paramref name="most"/> rows over the same time: neighbours are folded together, sums of counts, means of shares and medians, the
    /// largest of the 95th percentiles.
    /// </summary>
    public static IReadOnlyList<SampleRow> Thin(IReadOnlyList<SampleRow> rows, int most)
    {
        if (rows.Count <= most)
        {
            return rows;
        }

        var seconds = (rows[^1].At - rows[0].At) / most / SampleRecorder.Seconds * SampleRecorder.Seconds + SampleRecorder.Seconds;
        return
        [
            .. rows.GroupBy(r => r.At / seconds).Select(g => new SampleRow
            {
                At = g.Max(r => r.At),
                Requests = g.Sum(r => r.Requests),
                Errors = g.Sum(r => r.Errors),
                TtftP50 = g.Average(r => r.TtftP50),
                TtftP95 = g.Max(r => r.TtftP95),
                TtftP99 = g.Max(r => r.TtftP99),
                PredictedHitRate = g.Average(r => r.PredictedHitRate),
                ReportedHitRate = g.Average(r => r.ReportedHitRate),
                InFlight = g.Average(r => r.InFlight),
                KvUsage = g.Max(r => r.KvUsage),
                Waiting = g.Max(r => r.Waiting),
                Workers = g.Max(r => r.Workers),
                NotReady = g.Max(r => r.NotReady),
                Untrusted = g.Max(r => r.Untrusted),
                Revision = g.Max(r => r.Revision),
            }),
        ];
    }
}
