using Microsoft.Extensions.Options;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Workers</c> by the rules of the admin API, and that no id is there twice.</summary>
internal sealed class ValidateWorkerListOptions(IOptions<GatewayOptions> gateway, OwnAddresses own) : IValidateOptions<WorkerListOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerListOptions options)
    {
        var failures = new List<string>();
        if (options.Workers.Count > WorkerRegistry.MaxWorkers)
        {
            failures.Add($"{WorkerListOptions.Section} must have at most {WorkerRegistry.MaxWorkers} entries, was {options.Workers.Count}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Workers.Count; i++)
        {
            var worker = options.Workers[i];
            foreach (var error in WorkerRules.Check(worker, gateway.Value.AllowPrivateWorkers, own))
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
