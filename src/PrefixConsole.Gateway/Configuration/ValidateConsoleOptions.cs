using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Console</c>: that console and gateway do not share a port. Whether others may reach it depends on section <c>Access</c>.</summary>
internal sealed class ValidateConsoleOptions(IConfiguration configuration) : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
    {
        const string Key = $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Url)}";
        if (ListenerUrl.Check(options.Url) is { } error)
        {
            return ValidateOptionsResult.Fail($"{Key} {error}, was '{options.Url}'");
        }

        var gatewayUrl = configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.Url)}"] ?? new GatewayOptions().Url;
        var port = ListenerUrl.Parse(options.Url)!.Port;
        return port != 0 && ListenerUrl.Parse(gatewayUrl)?.Port == port
            ? ValidateOptionsResult.Fail($"{Key} must not use the port of {GatewayOptions.Section}:{nameof(GatewayOptions.Url)}, was '{options.Url}'")
            : ValidateOptionsResult.Success;
    }
}
