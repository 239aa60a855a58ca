using System.Text.Json;
using System.Text.Json.Serialization;
using PrefixConsole.Access;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>
/// The one way by which the console and the admin API change anything: checks the permission on the server, does it, and writes who, what,
/// before, after and from where into the audit log, refusals included.
/// </summary>
public sealed class Acts(AuditLog audit, TimeProvider time) : IDisposable
{
    private readonly RefusalLimit _refusals = new();

    // An answer waits this long for the audit entry to be safe on a disk; after that it is in memory, and the console says so.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Does something that is done, or there is no such target.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="action">What, as noun.verb.</param>
    /// <param name="target">On what.</param>
    /// <param name="act">Does it.</param>
    /// <param name="state">What it changes, as it is now; asked before and after. Null when there is none.</param>
    /// <param name="note">The reason given.</param>
    /// <param name="needed">What the actor must be allowed.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> DoAsync(
        Actor actor, string action, string target, Func<bool> act, Func<object?> state, string note = "", Permissions needed = Permissions.Operate)
    {
        object? before = null;
        return DoAsync(
            actor,
            action,
            target,
            () =>
            {
                before = state();
                return act();
            },
            done => done ? new ActReport(AuditResults.Done, note, before, state()) : ActReport.NoTarget,
            needed);
    }

    /// <summary>Does something and tells from what it returned how it ended.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="action">What, as noun.verb.</param>
    /// <param name="target">On what.</param>
    /// <param name="act">Does it.</param>
    /// <param name="report">What to write of it.</param>
    /// <param name="needed">What the actor must be allowed.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<T> DoAsync<T>(Actor actor, string action, string target, Func<T> act, Func<T, ActReport> report, Permissions needed = Permissions.Operate) =>
        DoAsync(actor, action, target, () => Task.FromResult(act()), report, needed);

    /// <inheritdoc cref="DoAsync{T}(Actor, string, string, Func{T}, Func{T, ActReport}, Permissions)"/>
    public async Task<T> DoAsync<T>(
        Actor actor, string action, string target, Func<Task<T>> act, Func<T, ActReport> report, Permissions needed = Permissions.Operate)
    {
        if (!actor.May(needed))
        {
            await RefuseAsync(actor, "name " + actor.Name, action, target, $"needs {Roles.Needed(needed)}");
            throw new NotAllowedException(needed);
        }

        T outcome;
        try
        {
            outcome = await act();
        }
        catch (Exception error)
        {
            // Half of it may have happened.
            await RecordAsync(actor, action, target, new ActReport(AuditResults.Failed, error.Message));
            throw;
        }

        await RecordAsync(actor, action, target, report(outcome));
        return outcome;
    }

    /// <summary>Writes what was done elsewhere: a log-in, a change by the program itself.</summary>
    public async Task RecordAsync(Actor actor, string action, string target, ActReport report)
    {
        var kept = audit.AppendAsync(
            actor.Name, actor.Role, actor.Origin, action, target, report.Result, report.Note, Json(report.Before), Json(report.After));
        await Task.WhenAny(kept, Task.Delay(s_patience, time));
    }

    /// <summary>Writes a refused attempt down, of each source only so many: neither a scanner nor a viewer may fill the audit log.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="source">Whose attempts are counted together: a known name, or the address of somebody unknown.</param>
    /// <param name="action">What was tried.</param>
    /// <param name="target">On what.</param>
    /// <param name="note">Why not.</param>
    public Task RefuseAsync(Actor actor, string source, string action, string target, string note = "") =>
        _refusals.Allows(source) ? RecordAsync(actor, action, target, new ActReport(AuditResults.Refused, note)) : Task.CompletedTask;

    public void Dispose() => _refusals.Dispose();

    private static string? Json(object? state) => state is null ? null : JsonSerializer.Serialize(state, s_json);
}
