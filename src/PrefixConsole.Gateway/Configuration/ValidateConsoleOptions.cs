using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Console</c>: that console and gateway do not share a port. Whether others may reach it depends on section <c>Access</c>.</summary>
internal sealed class ValidateConsoleOptions(IConfiguration configuration) : IValidateOptions<ConsoleOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
    {
        var errors = new List<string>();
        CheckUrl(options.Url, errors);
        for (var i = 0; i < options.TrustedProxies.Length; i++)
        {
            if (ProxyNetwork.Parse(options.TrustedProxies[i]) is null)
            {
                errors.Add($"{ConsoleOptions.Section}:{nameof(options.TrustedProxies)}:{i} {ProxyNetwork.Shape}, was '{options.TrustedProxies[i]}'");
            }
        }

        for (var i = 0; i < options.Hosts.Length; i++)
        {
            if (Uri.CheckHostName(options.Hosts[i]) == UriHostNameType.Unknown)
            {
                errors.Add($"{ConsoleOptions.Section}:{nameof(options.Hosts)}:{i} must be a host name such as console.example.org, without scheme and port, was '{options.Hosts[i]}'");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckUrl(string url, List<string> errors)
    {
        const string Key = $"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Url)}";
        if (ListenerUrl.Check(url) is { } error)
        {
            errors.Add($"{Key} {error}, was '{url}'");
            return;
        }

        var gatewayUrl = configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.Url)}"] ?? new GatewayOptions().Url;
        var port = ListenerUrl.Parse(url)!.Port;
        if (port != 0 && ListenerUrl.Parse(gatewayUrl)?.Port == port)
        {
            errors.Add($"{Key} must not use the port of {GatewayOptions.Section}:{nameof(GatewayOptions.Url)}, was '{url}'");
        }
    }
}
