using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>
/// Decides a request as the gateway would, with several strategies, and sends it nowhere. Moves no state: nothing is counted, learned,
/// logged or remembered. A prompt whose model is tokenised by workers is shown to one of them, as a real request is.
/// </summary>
public sealed class DryRunner
{
    /// <summary>Largest prompt or request body: 1 MiB.</summary>
    public const int MaxPromptBytes = 1024 * 1024;

    /// <summary>Most strategies of one question.</summary>
    public const int MaxStrategies = 32;

    /// <summary>Most tokens of a prompt that is not there: about those of <see cref="MaxPromptBytes"/>.</summary>
    public const int MaxTokens = 256 * 1024;

    /// <summary>Most earlier revisions of one question.</summary>
    public const int MaxRevisions = 8;

    private readonly RoutingRequestFactory _requests;
    private readonly RequestScheduler _scheduler;
    private readonly StrategyStore _store;
    private readonly StrategyCatalog _catalog;
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly TokenEstimator _estimator;
    private readonly TimeProvider _time;
    private readonly DryRunRules _rules;

    internal DryRunner(
        RoutingRequestFactory requests,
        RequestScheduler scheduler,
        StrategyStore store,
        StrategyCatalog catalog,
        WorkerRegistry registry,
        ApproximatePrefixTree tree,
        TokenEstimator estimator,
        TimeProvider time)
    {
        (_requests, _scheduler, _store, _catalog, _registry, _tree) = (requests, scheduler, store, catalog, registry, tree);
        (_estimator, _time) = (estimator, time);
        _rules = new DryRunRules(this, catalog, registry, store);
    }

    /// <summary>Paths a request can be meant for, the default first.</summary>
    public static ImmutableArray<string> Paths { get; } = [.. Enum.GetValues<ApiKind>().Select(ApiPaths.Of)];

    /// <summary>The configuration believes tenants that clients name; else every request is of the default tenant.</summary>
    public bool TrustsTenants => _requests.TrustsTenants;

    /// <summary>Models and adapters that workers serve, in their order.</summary>
    public ImmutableArray<string> Models =>
        [.. _registry.Workers.SelectMany(w => w.Served.Models.Concat(w.Served.Adapters)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Estimated tokens of a text of the model.</summary>
    public int EstimateTokens(string model, int bytes) => _estimator.Estimate(model, bytes);

    /// <summary>What is said of a prompt above <see cref="MaxPromptBytes"/>.</summary>
    public static string SizeError(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"has {bytes:N0} bytes; at most {MaxPromptBytes:N0} (1 MiB) can be asked about");

    public async ValueTask<DryRunResult> AskAsync(DryRunQuestion question, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (_rules.Check(question) is { } refused)
        {
            return refused;
        }

        var api = (ApiKind)Paths.IndexOf(DryRunRules.PathOf(question));
        if (question.Prefix is not null)
        {
            return AskAboutPrefix(question, api);
        }

        var body = question.IsRequest ? question.Prompt : DryRunBody.Of(api, question.Model!, question.CacheSalt, question.IsImagined ? "?"u8 : question.Prompt.Span);
        var parsed = RequestParser.Parse(api, body.Span, out var error);
        if (parsed is null)
        {
            return DryRunResult.Wrong(FieldOf(question, error!), error!.Message);
        }

        RoutingRequest request;
        using (parsed)
        {
            if (_rules.UnknownModel(parsed.Model) is { } unknown)
            {
                return DryRunResult.Wrong(question.IsRequest ? "request.model" : "model", unknown);
            }

            request = question.Tokens is { } tokens
                ? _requests.CreateUnseen(parsed, question.Tenant, question.Session, tokens)
                : await _requests.CreateDryRunAsync(
                    parsed, body, question.Tenant, question.Session, _time.GetElapsedTime(started), cancellationToken);
        }

        return Answer(question, request);
    }

    private DryRunResult AskAboutPrefix(DryRunQuestion question, ApiKind api)
    {
        if (_tree.PathTo(PrefixIds.Parse(question.Prefix)!.Value) is not { } path)
        {
            return DryRunResult.Wrong("prefix", "is not in the predicted tree now: no run ends there. Take a hash from the Prefixes page");
        }

        var request = _requests.CreateAfter(path, question.Tokens ?? 0, question.Session, api);
        return _rules.UnknownModel(request.Model) is { } unknown ? DryRunResult.Wrong("prefix", $"is of the model '{request.Model}', which {unknown}") : Answer(question, request);
    }

    private DryRunResult Answer(DryRunQuestion question, RoutingRequest request) =>
        new(new DryRunAnswer(question.Prompt.Length, Choose(request, question)), []);

    private ImmutableArray<DryRunChoice> Choose(RoutingRequest request, DryRunQuestion question)
    {
        var active = _store.Current;
        var others = question.Strategies.IsEmpty
            ? _catalog.Strategies.Select(s => new StrategySpec { Name = s.Name }).Where(s => _catalog.Validate(s).IsEmpty && !(s.Name == active.Spec.Name && IsDefault(active.Spec)))
            : question.Strategies;
        return
        [
            Choose(request, active.Spec, active.Number) with { Active = true },
            .. others.Select(spec => Choose(request, spec, null)),
            // One may have left the history since it was checked.
            .. _store.History.Where(r => question.Revisions.Contains(r.Number) && r.Number != active.Number).Select(r => Choose(request, r.Spec, r.Number)),
        ];
    }

    private DryRunChoice Choose(RoutingRequest request, StrategySpec spec, int? revision) =>
        new(spec, Descriptor(spec).Title, revision, _scheduler.Preview(request, spec));

    private StrategyDescriptor Descriptor(StrategySpec spec) => _catalog.Strategies.First(s => s.Name == spec.Name);

    /// <summary>The active strategy is not listed twice when its parameters are the defaults.</summary>
    private bool IsDefault(StrategySpec spec) =>
        spec.Parameters.All(p => Descriptor(spec).Parameters.First(d => d.Name == p.Key).Default == p.Value);

    /// <summary>Where the question has what the parser complains about.</summary>
    private static string FieldOf(DryRunQuestion question, ApiError error) => (question.IsRequest, error.Param) switch
    {
        (true, null) => "request",
        (true, var param) => "request." + param,
        (_, "model") => "model",
        (_, "cache_salt") => "cacheSalt",
        _ => "text",
    };
}
