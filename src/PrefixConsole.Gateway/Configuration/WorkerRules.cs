using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Checks a <see cref="WorkerOptions"/> and turns it into a <see cref="WorkerConfig"/>; errors name the field in camel case.</summary>
internal static class WorkerRules
{
    public const int MaxNames = 1_000;
    public const int MaxNameLength = 256;
    public const int MaxUrlLength = 2_048;

    public static ImmutableArray<FieldError> Check(WorkerOptions options, bool allowPrivate, OwnAddresses own)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (!WorkerId.IsValid(options.Id))
        {
            errors.Add(new FieldError("id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ -"));
        }

        if (CheckUrl(options.Url, allowPrivate, own) is { } url)
        {
            errors.Add(new FieldError("url", url));
        }

        if (options.MetricsUrl is not null && CheckUrl(options.MetricsUrl, allowPrivate, own) is { } metrics)
        {
            errors.Add(new FieldError("metricsUrl", metrics));
        }

        CheckNames(errors, "models", options.Models);
        CheckNames(errors, "adapters", options.Adapters);
        if (Named<WorkerRole>(options.Role) is null)
        {
            errors.Add(new FieldError("role", "must be one of Both, Prefill, Decode"));
        }

        CheckRange(errors, "kvBlocks", options.KvBlocks, 100_000_000);
        CheckRange(errors, "blockSize", options.BlockSize, 4_096);
        if (Named<EngineKind>(options.Engine) is null)
        {
            errors.Add(new FieldError("engine", $"must be one of {string.Join(", ", Enum.GetNames<EngineKind>())}"));
        }

        if (options.KvEvents is { } events)
        {
            KvEventRules.Check(errors, events, allowPrivate, own);
        }

        return errors.ToImmutable();
    }

    /// <summary>Only for options without errors.</summary>
    public static WorkerConfig ToConfig(WorkerOptions options, bool simulated) => new()
    {
        Id = new WorkerId(options.Id!),
        Address = new Uri(options.Url!, UriKind.Absolute),
        Models = [.. (options.Models ?? []).Distinct(StringComparer.Ordinal)],
        Adapters = [.. (options.Adapters ?? []).Distinct(StringComparer.Ordinal)],
        Role = Named<WorkerRole>(options.Role) ?? WorkerRole.Both,
        Simulated = simulated,
        KvBlocks = options.KvBlocks,
        BlockSize = options.BlockSize,
        MetricsAddress = options.MetricsUrl is { } metrics ? new Uri(metrics, UriKind.Absolute) : null,
        Engine = Named<EngineKind>(options.Engine) ?? EngineKind.Auto,
        KvEvents = options.KvEvents is { } events ? KvEventRules.ToSource(events) : null,
    };

    private static string? CheckUrl(string? url, bool allowPrivate, OwnAddresses own)
    {
        const string Shape = "must be an absolute http or https address such as http://10.0.0.5:8000";
        if (string.IsNullOrWhiteSpace(url) || url.Length > MaxUrlLength || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return Shape;
        }

        if ((address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.Host.Length == 0)
        {
            return Shape;
        }

        if (address.UserInfo.Length > 0)
        {
            return "must not carry a user name or password";
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0 || url.Contains('?') || url.Contains('#'))
        {
            return "must not have a query or fragment";
        }

        if (address.Port == 0)
        {
            return "must not have port 0";
        }

        return WorkerAddressRules.Refuse(address, allowPrivate)
            ?? (own.Contains(address) ? "must not be an address this process listens on" : null);
    }

    private static void CheckNames(ImmutableArray<FieldError>.Builder errors, string field, string?[]? names)
    {
        if (names is null)
        {
            return;
        }

        if (names.Length > MaxNames)
        {
            errors.Add(new FieldError(field, $"must have at most {MaxNames} entries"));
            return;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is not { } name || string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            {
                errors.Add(new FieldError($"{field}[{i}]", $"must be 1 to {MaxNameLength} characters, none of them control characters"));
            }
        }
    }

    private static void CheckRange(ImmutableArray<FieldError>.Builder errors, string field, int? value, int maximum)
    {
        if (value is < 1 || value > maximum)
        {
            errors.Add(new FieldError(
                field, string.Create(CultureInfo.InvariantCulture, $"must be between 1 and {maximum}, was {value}")));
        }
    }

    // Not Enum.Parse: it takes numbers and lists too.
    private static T? Named<T>(string? name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
