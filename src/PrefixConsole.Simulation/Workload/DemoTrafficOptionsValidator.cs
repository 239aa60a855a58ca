using Microsoft.Extensions.Options;

namespace PrefixConsole.Simulation.Workload;

internal sealed class DemoTrafficOptionsValidator : IValidateOptions<DemoTrafficOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoTrafficOptions options)
    {
        var errors = new List<string>();
        if (!DemoTraffic.IsValidRate(options.RequestsPerSecond))
        {
            errors.Add($"{DemoTrafficOptions.SectionName}:RequestsPerSecond must be from 0.1 to 200.");
        }

        if (options.MaxConcurrent is < 1 or > 1024)
        {
            errors.Add($"{DemoTrafficOptions.SectionName}:MaxConcurrent must be from 1 to 1024.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
