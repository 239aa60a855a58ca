using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.WorkerDetail;

/// <summary>What is stored of a worker of some time.</summary>
/// <param name="Charts">Drawn of its samples.</param>
/// <param name="Kept">Samples that keep it.</param>
/// <param name="Decisions">The newest stored decisions for it.</param>
/// <param name="More">Whether there are more of them.</param>
/// <param name="DecisionProblem">Why there may be more; null when there may not.</param>
internal sealed record WorkerPast(WorkerCharts Charts, int Kept, IReadOnlyList<DecisionEntry> Decisions, bool More, string? DecisionProblem)
{
    /// <exception cref="OperationCanceledException">It is no longer wanted.</exception>
    public static async Task<WorkerPast> ReadAsync(
        FleetHistory history, DecisionArchive archive, string worker, (DateTimeOffset From, DateTimeOffset To) time, int decisions, CancellationToken cancellationToken)
    {
        var (rows, problem) = await history.ReadAsync(time.From, time.To, cancellationToken);
        var samples = WorkerSamples.Of(rows, worker);
        var charts = WorkerCharts.Of(samples, time.To, time.To - time.From, problem);
        try
        {
            var found = await archive.ReadAsync(new DecisionFilter { Worker = worker }, time.From, time.To, decisions, null, cancellationToken);
            return new WorkerPast(charts, samples.Count, found.Entries, found.Next is not null, archive.IsOff ? "Nothing is stored: Storage:Provider is none." : null);
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            return new WorkerPast(charts, samples.Count, [], false, error.Message);
        }
    }
}
