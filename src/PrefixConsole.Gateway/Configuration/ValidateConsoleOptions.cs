using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Console</c>: loopback only, and that console and gateway do not share a port.</summary>
internal sealed class ValidateConsoleOptions(IConfiguration configuration) : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
    {
        const string Key = $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Url)}";
        if (ListenerUrl.Check(options.Url) is { } error)
        {
            return ValidateOptionsResult.Fail($"{Key} {error}, was '{options.Url}'");
        }

        var host = ListenerUrl.Parse(options.Url)!.Host.Trim('[', ']');
        if (!WorkerAddressRules.IsLoopbackName(host) && !(IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)))
        {
            // Nobody logs in yet: whoever reaches the console steers the fleet.
            return ValidateOptionsResult.Fail($"{Key} must be a loopback address such as http://localhost:8080, was '{options.Url}'");
        }

        var gatewayUrl = configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.Url)}"] ?? new GatewayOptions().Url;
        var port = ListenerUrl.Parse(options.Url)!.Port;
        return port != 0 && ListenerUrl.Parse(gatewayUrl)?.Port == port
            ? ValidateOptionsResult.Fail($"{Key} must not use the port of {GatewayOptions.Section}:{nameof(GatewayOptions.Url)}, was '{options.Url}'")
            : ValidateOptionsResult.Success;
    }
}
