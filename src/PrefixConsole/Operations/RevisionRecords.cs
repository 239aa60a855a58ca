using System.Text.Json;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>Finds what a revision was applied with and what ended it, in the audit log: nowhere else is it kept once it is over.</summary>
/// <remarks>
/// An entry belongs to a revision by its number and by the time: numbers begin again when the database could not be reached at a start.
/// Entries that are too old for the log are gone, and so is what they told.
/// </remarks>
public sealed class RevisionRecords(AuditLog audit, StrategyStore store)
{
    // An entry is written after what it tells of has been done.
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(1);

    private static readonly HashSet<string> s_applies = ["strategy.apply", "strategy.restore", "strategy.scheduled", "trial.promote"];

    /// <param name="revision">One of the store's.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<RevisionTerms> OfAsync(StrategyRevision revision, CancellationToken cancellationToken)
    {
        // By its place: numbers are not in the order of time when they began again.
        var history = store.History;
        var place = history.IndexOf(revision);
        var next = place > 0 ? history[place - 1] : null;
        var before = place >= 0 && place + 1 < history.Length ? history[place + 1] : null;
        var (applied, problem) = await AppliedAsync(revision, cancellationToken);
        var about = await AboutAsync(revision, next, cancellationToken);
        var with = applied is null ? null : Read(applied);
        var unasked = with is null && (IsOfConfiguration(revision) || (before is not null && RevertOf(await AboutAsync(before, revision, cancellationToken)) is not null));
        var (ending, ended) = next is null ? (RevisionEnding.None, null) : await EndingAsync(next, about, cancellationToken);
        return new RevisionTerms(
            with is not null || unasked ? "" : problem ?? "the audit log has no entry of it: it may have been too old to be kept",
            unasked ? TimeSpan.Zero : with?.ConfirmWithinSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            with?.Guardrails,
            about.LastOrDefault(row => row.Action == "strategy.confirm") is { } kept ? new RevisionAct(kept.Who, kept.At, kept.Note) : null,
            ending,
            ended,
            next?.Number);
    }

    private async Task<(RevisionEnding, RevisionAct?)> EndingAsync(StrategyRevision next, IReadOnlyList<AuditRow> about, CancellationToken cancellationToken)
    {
        if (RevertOf(about) is { } reverted)
        {
            return (EndingOf(reverted), new RevisionAct(reverted.Who, reverted.At, reverted.Note));
        }

        var (row, _) = await AppliedAsync(next, cancellationToken);
        return (
            row is { Action: "strategy.restore" } ? RevisionEnding.Returned
                : row is not null ? RevisionEnding.Replaced
                : IsOfConfiguration(next) ? RevisionEnding.Configuration
                : RevisionEnding.Unknown,
            new RevisionAct(next.By, next.At, next.Reason));
    }

    private static RevisionEnding EndingOf(AuditRow reverted) => reverted.Who switch
    {
        StrategyChanges.ClockName => RevisionEnding.Time,
        StrategyChanges.GuardName => RevisionEnding.Guardrail,
        _ => RevisionEnding.Reverted,
    };

    private static AuditRow? RevertOf(IReadOnlyList<AuditRow> about) => about.LastOrDefault(row => row.Action == "strategy.revert");

    /// <summary>It was active from a start on: nobody applied it.</summary>
    private static bool IsOfConfiguration(StrategyRevision revision) => revision.By == StrategyStore.ConfigurationName;

    /// <summary>The entry of the change that made a revision.</summary>
    private async Task<(AuditRow? Row, string? Problem)> AppliedAsync(StrategyRevision revision, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var action in (string[])["strategy", "trial.promote"])
        {
            var (rows, failed) = await ReadAsync(new AuditFilter { Action = action }, revision.At, revision.At, cancellationToken);
            problem ??= failed;
            if (rows.FirstOrDefault(row => s_applies.Contains(row.Action) && Read(row)?.Revision == revision.Number) is { } found)
            {
                return (found, null);
            }
        }

        return (null, problem);
    }

    /// <summary>Entries about a revision that waited for a confirmation, newest first.</summary>
    private async Task<IReadOnlyList<AuditRow>> AboutAsync(StrategyRevision revision, StrategyRevision? next, CancellationToken cancellationToken) =>
        (await ReadAsync(new AuditFilter { Action = "strategy", Target = StrategyChanges.NameOf(revision.Number) }, revision.At, next?.At, cancellationToken)).Rows;

    private async Task<(IReadOnlyList<AuditRow> Rows, string? Problem)> ReadAsync(
        AuditFilter filter, DateTimeOffset from, DateTimeOffset? to, CancellationToken cancellationToken) => await audit.ReadAsync(
            filter with { Result = AuditResults.Done, From = from - s_before, To = to + s_after }, AuditLog.PageLimit, cancellationToken);

    private static AppliedWith? Read(AuditRow row)
    {
        try
        {
            return row.After is null ? null : JsonSerializer.Deserialize<AppliedWith>(row.After, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            // Of another version.
            return null;
        }
    }
}
