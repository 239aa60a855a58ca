using System.Globalization;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks section <c>Gateway</c>; reports all errors at once, each with its key.</summary>
internal sealed class ValidateGatewayOptions : IValidateOptions<GatewayOptions>
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var errors = new List<string>();
        if (ListenerUrl.Check(options.Url) is { } url)
        {
            errors.Add($"{Key(nameof(options.Url))} {url}, was '{options.Url}'");
        }

        if (options.KvEventsListen is { } listen && KvEventAddress.Parse(listen) is not { Listens: true })
        {
            errors.Add($"{Key(nameof(options.KvEventsListen))} must be an address to listen on such as tcp://*:5557, was '{listen}'");
        }

        Between(errors, nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1024, 1L << 30);
        Between(errors, nameof(options.TextBlockBytes), options.TextBlockBytes, 16, 65_536);
        Between(errors, nameof(options.PredictedBudgetBlocks), options.PredictedBudgetBlocks, 1_000, 1_000_000_000);
        Between(errors, nameof(options.DecisionsKept), options.DecisionsKept, 100, 1_000_000);
        Between(errors, nameof(options.ConnectTimeout), options.ConnectTimeout, s_tick, TimeSpan.FromMinutes(10));
        Between(errors, nameof(options.ActivityTimeout), options.ActivityTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Between(errors, nameof(options.ProbeInterval), options.ProbeInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Between(errors, nameof(options.ProbeTimeout), options.ProbeTimeout, s_tick, TimeSpan.FromMinutes(10));
        Between(errors, nameof(options.TtftLimit), options.TtftLimit, s_tick, TimeSpan.FromHours(1));
        Between(errors, nameof(options.MetricsMaxAge), options.MetricsMaxAge, s_tick, TimeSpan.FromHours(1));
        CheckKeys(options.Keys, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckKeys(GatewayKeyOptions[] keys, List<string> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < keys.Length; i++)
        {
            var at = $"{nameof(GatewayOptions.Keys)}:{i}:";
            if (keys[i].Name.Length is 0 or > 64 || keys[i].Name.Any(char.IsControl) || !names.Add(keys[i].Name))
            {
                errors.Add($"{Key(at + nameof(GatewayKeyOptions.Name))} must have 1 to 64 characters, none of them control characters, and be there once");
            }

            if (keys[i].Hash.Length != 64 || !keys[i].Hash.All(char.IsAsciiHexDigit) || !hashes.Add(keys[i].Hash))
            {
                errors.Add($"{Key(at + nameof(GatewayKeyOptions.Hash))} must be 64 hexadecimal digits, of a key of its own; make one with: PrefixConsole new-token");
            }

            if (keys[i].Tenant.Length > 256 || keys[i].Tenant.Any(char.IsControl))
            {
                errors.Add($"{Key(at + nameof(GatewayKeyOptions.Tenant))} must have at most 256 characters, none of them control characters");
            }
        }
    }

    private static void Between<T>(List<string> errors, string property, T value, T minimum, T maximum)
        where T : IComparable<T>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            errors.Add(string.Create(
                CultureInfo.InvariantCulture, $"{Key(property)} must be between {minimum} and {maximum}, was {value}"));
        }
    }

    private static string Key(string property) => $"{GatewayOptions.Section}:{property}";
}
