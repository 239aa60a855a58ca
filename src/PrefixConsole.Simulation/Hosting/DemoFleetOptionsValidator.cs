using System.Net;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Simulation.Hosting;

internal sealed class DemoFleetOptionsValidator : IValidateOptions<DemoFleetOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoFleetOptions options)
    {
        var errors = new List<string>();
        Check(options.Workers is >= 1 and <= 64, "Workers", "must be from 1 to 64");
        Check(!string.IsNullOrWhiteSpace(options.Model), "Model", "must not be empty");
        Check(
            options.Adapters.All(a => !string.IsNullOrWhiteSpace(a)) && options.Adapters.Append(options.Model).Distinct().Count() == options.Adapters.Count + 1,
            "Adapters",
            "must be names that differ from each other and from the model's");
        Check(options.Blocks is >= 16 and <= 1_000_000, "Blocks", "must be from 16 to 1000000");
        Check(options.BlockSize is >= 1 and <= 1024, "BlockSize", "must be from 1 to 1024");
        Check(options.SpeedFactor is > 0 and <= 10_000, "SpeedFactor", "must be above 0 and at most 10000");
        Check(IPAddress.TryParse(options.Host, out _), "Host", "must be an IP address");
        Check(
            options.FirstPort == 0 || (options.FirstPort >= 1 && options.FirstPort + Math.Clamp(options.Workers, 1, 64) - 1 <= 65535),
            "FirstPort",
            "must be 0 or leave room for every worker up to 65535");
        Check(
            options.FirstEventsPort == 0 || (options.FirstEventsPort >= 1 && options.FirstEventsPort + (2 * Math.Clamp(options.Workers, 1, 64)) - 1 <= 65535),
            "FirstEventsPort",
            "must be 0 or leave room for two ports of every worker up to 65535");
        Check(options.EventForms.All(Enum.IsDefined), "EventForms", "must be VllmMap, VllmArray or Sglang");
        Check(options.MetricsDialects.All(Enum.IsDefined), "MetricsDialects", "must be Vllm, Sglang, TrtLlmServe, TritonTrtLlm or LlamaCpp");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool valid, string key, string rule)
        {
            if (!valid)
            {
                errors.Add($"{DemoFleetOptions.SectionName}:{key} {rule}.");
            }
        }
    }
}
