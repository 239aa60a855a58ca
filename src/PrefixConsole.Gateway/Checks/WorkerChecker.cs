using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Checks;

/// <summary>
/// Asks an address what the fleet would ask a worker there, and adds nothing. Under the same rules: an address that may not be added is not asked
/// either, and what a name stands for is looked at when it is connected to. Tells statuses and names, never what else an answer holds. Callers audit.
/// </summary>
public sealed class WorkerChecker
{
    /// <summary>After that nothing is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FleetService _fleet;
    private readonly WorkerQuestions _questions;
    private readonly SocketCheck _sockets;
    private readonly TimeProvider _time;

    internal WorkerChecker(FleetService fleet, WorkerQuestions questions, SocketCheck sockets, TimeProvider time)
    {
        (_fleet, _questions, _sockets, _time) = (fleet, questions, sockets, time);
    }

    /// <summary>Checks a worker; its name is not looked at.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<WorkerCheck> RunAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        if (_fleet.Check(options, named: false) is { IsEmpty: false } errors)
        {
            return new WorkerCheck(errors, []);
        }

        var worker = WorkerRules.ToConfig(options, simulated: false);
        using var limit = new CancellationTokenSource(Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answers = AnswersAsync(worker, both.Token, cancellationToken);
        var events = AskAsync(CheckSubjects.KvEvents, () => _sockets.EventsAsync(worker.KvEvents, both.Token), cancellationToken);
        var replay = AskAsync(CheckSubjects.Replay, () => _sockets.ReplayAsync(worker.KvEvents, both.Token), cancellationToken);
        var sockets = await Task.WhenAll(events, replay);
        ImmutableArray<WorkerCheckStep> steps = [.. await answers, .. sockets];
        cancellationToken.ThrowIfCancellationRequested();
        return new WorkerCheck([], steps);
    }

    /// <summary>Health, models and metrics; the latter two of one that is not well would only say the same again.</summary>
    private async Task<WorkerCheckStep[]> AnswersAsync(WorkerConfig worker, CancellationToken cancellationToken, CancellationToken caller)
    {
        var elsewhere = worker.MetricsAddress is null ? null : AskMetricsAsync(worker, cancellationToken, caller);
        var health = await AskAsync(CheckSubjects.Health, () => HealthAsync(worker.Address, cancellationToken), caller);
        var failed = health.Outcome is CheckOutcome.Failed;
        var models = failed ? Task.FromResult(NotReached(CheckSubjects.Models)) : AskAsync(CheckSubjects.Models, () => ModelsAsync(worker, cancellationToken), caller);
        var metrics = elsewhere ?? (failed ? Task.FromResult(NotReached(CheckSubjects.Metrics)) : AskMetricsAsync(worker, cancellationToken, caller));
        return [health, .. await Task.WhenAll(models, metrics)];
    }

    private static WorkerCheckStep NotReached(string subject) => new(subject, CheckOutcome.NotAsked, "not asked: the health check failed");

    private async Task<WorkerCheckStep> AskAsync(string subject, Func<Task<(CheckOutcome Outcome, string Text)>> ask, CancellationToken caller)
    {
        var started = _time.GetTimestamp();
        try
        {
            var (outcome, text) = await ask();
            return new WorkerCheckStep(subject, outcome, text, outcome is CheckOutcome.NotAsked ? null : _time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return new WorkerCheckStep(subject, CheckOutcome.Failed, $"no answer within {Limit.TotalSeconds:0} s: is the address right, and does a firewall let us through?", _time.GetElapsedTime(started));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new WorkerCheckStep(subject, CheckOutcome.Failed, WorkerFailure.IsRefused(e) ? "connection refused: nobody listens there" : e.Message, _time.GetElapsedTime(started));
        }
    }

    private Task<WorkerCheckStep> AskMetricsAsync(WorkerConfig worker, CancellationToken cancellationToken, CancellationToken caller) =>
        AskAsync(CheckSubjects.Metrics, () => MetricsAsync(worker, cancellationToken), caller);

    private async Task<(CheckOutcome Outcome, string Text)> HealthAsync(Uri worker, CancellationToken cancellationToken)
    {
        var (status, _) = await _questions.GetAsync(worker, "health", cancellationToken);
        if (IsWell(status))
        {
            return (CheckOutcome.Well, $"answered {(int)status} at /health");
        }

        if (status is not HttpStatusCode.NotFound)
        {
            return (CheckOutcome.Failed, $"answered {(int)status} at /health: it would get no requests");
        }

        (status, _) = await _questions.GetAsync(worker, "v1/models", cancellationToken);
        return IsWell(status)
            ? (CheckOutcome.Well, $"has no /health; answered {(int)status} at /v1/models, which counts")
            : (CheckOutcome.Failed, $"has no /health, and answered {(int)status} at /v1/models: it would get no requests. Leave /v1 out of the address");
    }

    private async Task<(CheckOutcome Outcome, string Text)> ModelsAsync(WorkerConfig worker, CancellationToken cancellationToken)
    {
        var (status, answer) = await _questions.GetAsync(worker.Address, "v1/models", cancellationToken);
        var listed = status is HttpStatusCode.OK ? ModelList.Parse(answer) : null;
        if (listed is not { Models: [_, ..] })
        {
            var why = status is HttpStatusCode.OK ? "lists no models at /v1/models" : $"answered {(int)status} at /v1/models";
            return worker.Models.IsEmpty
                ? (CheckOutcome.Failed, why + ": type the models it serves")
                : (CheckOutcome.Notice, why + "; the ones typed count");
        }

        var found = $"lists {Names(listed.Models)}" + (listed.Adapters.IsEmpty ? "" : $" and the adapters {Names(listed.Adapters)}");
        var missing = worker.Models.Except(listed.Models, StringComparer.Ordinal).ToImmutableArray();
        return missing.IsEmpty
            ? (CheckOutcome.Well, found)
            : (CheckOutcome.Notice, $"{found}, but not {Names(missing)}: what is typed counts, and requests for it would be refused there");
    }

    private async Task<(CheckOutcome Outcome, string Text)> MetricsAsync(WorkerConfig worker, CancellationToken cancellationToken)
    {
        const string Without = "; without metrics its own counts of requests decide";
        var (status, text) = await _questions.MetricsAsync(worker.Address, worker.MetricsAddress, worker.Engine is EngineKind.TensorRtLlm, cancellationToken);
        if (status is not HttpStatusCode.OK)
        {
            return worker.MetricsAddress is null
                ? (CheckOutcome.Notice, (status is HttpStatusCode.NotFound ? "none at /metrics or /prometheus/metrics" : $"answered {(int)status}") + Without)
                : (CheckOutcome.Failed, $"answered {(int)status} at the metrics address");
        }

        var found = EngineMetrics.Read(text.Span, _time.GetTimestamp());
        return found.Engine switch
        {
            EngineKind.Auto => (CheckOutcome.Notice, "answered, with no name of an engine that is known" + Without),
            var engine when worker.Engine is not EngineKind.Auto && engine != worker.Engine =>
                (CheckOutcome.Notice, $"those of {engine}, but the engine typed is {worker.Engine}: none of them would count"),
            var engine => (CheckOutcome.Well, $"those of {engine}: {Told(found.Waiting is not null, "queue")}, {Told(found.KvUsage is not null, "KV use")}"),
        };
    }

    private static bool IsWell(HttpStatusCode status) => (int)status is >= 200 and < 300;

    private static string Told(bool told, string what) => told ? what : $"no {what}";

    /// <summary>A few of them: what it lists may be long.</summary>
    private static string Names(ImmutableArray<string> names)
    {
        const int Shown = 5;
        const int Longest = 80;
        var shown = string.Join(", ", names.Take(Shown).Select(n => n.Length > Longest ? n[..Longest] + "…" : n));
        return names.Length > Shown ? $"{shown} and {names.Length - Shown} more" : shown;
    }
}
