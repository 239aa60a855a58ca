using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Workers</c> by the rules of the admin API, and that no id is there twice.</summary>
internal sealed class ValidateWorkerListOptions(IServiceProvider services) : IValidateOptions<WorkerListOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerListOptions options)
    {
        bool allowPrivate;
        OwnAddresses own;
        try
        {
            allowPrivate = services.GetRequiredService<IOptions<GatewayOptions>>().Value.AllowPrivateWorkers;
            own = services.GetRequiredService<OwnAddresses>();
        }
        catch (OptionsValidationException)
        {
            // The sections these rules come from are wrong and reported by themselves.
            return ValidateOptionsResult.Skip;
        }

        var failures = new List<string>();
        if (options.Workers.Count > WorkerRegistry.MaxWorkers)
        {
            failures.Add($"{WorkerListOptions.Section} must have at most {WorkerRegistry.MaxWorkers} entries, was {options.Workers.Count}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Workers.Count; i++)
        {
            var worker = options.Workers[i];
            foreach (var error in WorkerRules.Check(worker, allowPrivate, own))
            {
                failures.Add($"{Key(i, error.Field)} {error.Message}");
            }

            if (worker.Id is { } id && !seen.Add(id))
            {
                failures.Add($"{Key(i, "id")} '{id}' is there twice");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary><c>models[2]</c> of entry 1 → <c>Workers:1:Models:2</c>.</summary>
    private static string Key(int index, string field)
    {
        var path = field.Replace("[", ":", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        return $"{WorkerListOptions.Section}:{index}:{char.ToUpperInvariant(path[0])}{path[1..]}";
    }
}
