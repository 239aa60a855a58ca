using System.Collections.Immutable;
using System.Globalization;
using System.Text.Unicode;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>What a question must be like, and what is said when it is not.</summary>
internal sealed class DryRunRules(DryRunner runner, StrategyCatalog catalog, WorkerRegistry registry, StrategyStore store)
{
    private const int MaxModelsNamed = 20;

    public static string PathOf(DryRunQuestion question) => string.IsNullOrEmpty(question.Path) ? DryRunner.Paths[0] : question.Path;

    /// <summary>What can be said before the prompt is read.</summary>
    public DryRunResult? Check(DryRunQuestion question)
    {
        var prompt = question.IsRequest ? "request" : "text";
        if (question.Prompt.Length > DryRunner.MaxPromptBytes)
        {
            return DryRunResult.Wrong(prompt, DryRunner.SizeError(question.Prompt.Length)) with { TooLarge = true };
        }

        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (question.IsImagined)
        {
            CheckImagined(question, errors);
        }
        else if (question.Prompt.IsEmpty)
        {
            errors.Add(new FieldError(prompt, question.IsRequest ? "is empty: paste the JSON body of a request" : "is empty: paste a prompt"));
        }
        else if (!Utf8.IsValid(question.Prompt.Span))
        {
            errors.Add(new FieldError(prompt, "is not valid UTF-8"));
        }

        if (!DryRunner.Paths.Contains(PathOf(question)))
        {
            errors.Add(new FieldError("path", $"must be one of {string.Join(", ", DryRunner.Paths)}"));
        }

        if (!question.IsRequest && question.Prefix is null && string.IsNullOrEmpty(question.Model))
        {
            errors.Add(new FieldError("model", "must name a model" + Known()));
        }

        CheckSender(question, errors);
        CheckStrategies(question.Strategies, errors);
        CheckRevisions(question.Revisions, errors);
        return errors.Count == 0 ? null : DryRunResult.Wrong(errors.ToImmutable());
    }

    private static void CheckImagined(DryRunQuestion question, ImmutableArray<FieldError>.Builder errors)
    {
        if (question.Prefix is { } prefix && PrefixIds.Parse(prefix) is null)
        {
            errors.Add(new FieldError("prefix", "must have 16 hexadecimal digits, as the Prefixes page shows them"));
        }

        var least = question.Prefix is null ? 1 : 0;
        if (question.Tokens is { } tokens && (tokens < least || tokens > DryRunner.MaxTokens))
        {
            errors.Add(new FieldError("tokens", string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {DryRunner.MaxTokens}")));
        }
    }

    private void CheckRevisions(ImmutableArray<int> revisions, ImmutableArray<FieldError>.Builder errors)
    {
        if (revisions.Length > DryRunner.MaxRevisions)
        {
            errors.Add(new FieldError("revisions", string.Create(CultureInfo.InvariantCulture, $"must be at most {DryRunner.MaxRevisions}")));
            return;
        }

        var kept = store.History.Select(r => r.Number).ToHashSet();
        for (var i = 0; i < revisions.Length; i++)
        {
            if (!kept.Contains(revisions[i]))
            {
                errors.Add(new FieldError(string.Create(CultureInfo.InvariantCulture, $"revisions[{i}]"), string.Create(CultureInfo.InvariantCulture, $"must be one of the revisions that are kept: {kept.Min()} to {kept.Max()}")));
            }
        }
    }

    private void CheckSender(DryRunQuestion question, ImmutableArray<FieldError>.Builder errors)
    {
        const string TooLong = "must be at most 256 characters";
        if (question.Tenant?.Length > RoutingRequestFactory.MaxHeaderLength)
        {
            errors.Add(new FieldError("tenant", TooLong));
        }
        else if (question.Tenant is { Length: > 0 } and not RoutingRequestFactory.DefaultTenant && !runner.TrustsTenants)
        {
            errors.Add(new FieldError("tenant", $"cannot be chosen: Gateway:TrustTenantHeader is off, so every request is of the tenant '{RoutingRequestFactory.DefaultTenant}'"));
        }

        if (question.Session?.Length > RoutingRequestFactory.MaxHeaderLength)
        {
            errors.Add(new FieldError("session", TooLong));
        }
    }

    private void CheckStrategies(ImmutableArray<StrategySpec> strategies, ImmutableArray<FieldError>.Builder errors)
    {
        if (strategies.Length > DryRunner.MaxStrategies)
        {
            errors.Add(new FieldError("strategies", string.Create(CultureInfo.InvariantCulture, $"must be at most {DryRunner.MaxStrategies}")));
            return;
        }

        for (var i = 0; i < strategies.Length; i++)
        {
            errors.AddRange(catalog.Validate(strategies[i]).Select(e => new FieldError(string.Create(CultureInfo.InvariantCulture, $"strategies[{i}].{e.Field}"), e.Message)));
        }
    }

    /// <summary>Null when some worker serves it.</summary>
    public string? UnknownModel(string model)
    {
        if (registry.Workers.IsEmpty)
        {
            return "no worker is there to serve it: add one on the Workers page, or list it in appsettings.json under Workers";
        }

        return registry.Workers.Any(w => w.Served.Serves(model)) ? null : "is not served by any worker" + Known();
    }

    private string Known() => runner.Models switch
    {
        { IsEmpty: true } => "; no worker has said yet which models it serves: look at the Workers page",
        { Length: > MaxModelsNamed } models => $"; known are {string.Join(", ", models.Take(MaxModelsNamed))} and {models.Length - MaxModelsNamed} more",
        var models => $"; known: {string.Join(", ", models)}",
    };
}
