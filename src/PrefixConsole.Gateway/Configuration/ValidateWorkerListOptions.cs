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
        string? listen;
        OwnAddresses own;
        try
        {
            var gateway = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
            (allowPrivate, listen) = (gateway.AllowPrivateWorkers, gateway.KvEventsListen);
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
        var listening = new List<(int Port, string Owner)>(KvEventRules.Common(listen));
        for (var i = 0; i < options.Workers.Count; i++)
        {
            var worker = options.Workers[i];
            var errors = WorkerRules.Check(worker, allowPrivate, own);
            var source = errors.IsEmpty ? WorkerRules.ToConfig(worker, simulated: false).KvEvents : null;
            var taken = KvEventRules.CheckPorts(source, listening);
            foreach (var error in taken is null ? errors : [taken])
            {
                failures.Add($"{Key(i, error.Field)} {error.Message}");
            }

            listening.AddRange(KvEventRules.PortsOf(source).Select(port => (port, $"worker '{worker.Id}'")));

            if (worker.Id is { } id && !seen.Add(id))
            {
                failures.Add($"{Key(i, "id")} '{id}' is there twice");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary><c>models[2]</c> of entry 1 → <c>Workers:1:Models:2</c>, <c>kvEvents.topic</c> → <c>Workers:1:KvEvents:Topic</c>.</summary>
    private static string Key(int index, string field)
    {
        var path = field.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        return $"{WorkerListOptions.Section}:{index}:{string.Join(':', path.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))}";
    }
}
