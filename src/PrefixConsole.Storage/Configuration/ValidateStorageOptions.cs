using Microsoft.Extensions.Options;
using Npgsql;

namespace PrefixConsole.Storage.Configuration;

/// <summary>Checks section <c>Storage</c>; collects every error.</summary>
internal sealed class ValidateStorageOptions : IValidateOptions<StorageOptions>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new List<string>();
        if (!StorageProviders.All.Contains(options.Provider))
        {
            errors.Add($"{Key(nameof(options.Provider))} must be one of {string.Join(", ", StorageProviders.All)}, was '{options.Provider}'");
        }

        if (options.Provider == StorageProviders.Sqlite && string.IsNullOrWhiteSpace(options.Path))
        {
            errors.Add($"{Key(nameof(options.Path))} must name a file");
        }

        if (options.Provider == StorageProviders.PostgreSql && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            errors.Add($"{Key(nameof(options.ConnectionString))} is required for {StorageProviders.PostgreSql}");
        }

        if (options.Provider == StorageProviders.PostgreSql && !string.IsNullOrWhiteSpace(options.ConnectionString) && Unreadable(options.ConnectionString) is { } why)
        {
            errors.Add($"{Key(nameof(options.ConnectionString))} is not a connection string: {why}");
        }

        if (options.DecisionsPerSecond is not (>= 0 and <= 1000))
        {
            errors.Add($"{Key(nameof(options.DecisionsPerSecond))} must be from 0 to 1,000, was {options.DecisionsPerSecond}");
        }

        if (options.DecisionMegabytes is < 1 or > 1_000_000)
        {
            errors.Add($"{Key(nameof(options.DecisionMegabytes))} must be from 1 to 1,000,000, was {options.DecisionMegabytes}");
        }

        Check(nameof(options.DecisionAge), options.DecisionAge, TimeSpan.FromMinutes(1), s_longest);
        Check(nameof(options.SampleAge), options.SampleAge, TimeSpan.FromMinutes(1), s_longest);
        Check(nameof(options.AuditAge), options.AuditAge, TimeSpan.FromMinutes(1), s_longest);
        Check(nameof(options.OpenTimeout), options.OpenTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Check(nameof(options.RetryInterval), options.RetryInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string field, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                errors.Add($"{Key(field)} must be from {least} to {most}, was {value}");
            }
        }
    }

    /// <summary>Never with the string itself, which may hold a password.</summary>
    private static string? Unreadable(string connection)
    {
        try
        {
            var server = new NpgsqlConnectionStringBuilder(connection);
            return string.IsNullOrWhiteSpace(server.Host) ? "it names no Host" : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return error is ArgumentException { ParamName: { } keyword } ? $"'{keyword}' is unknown or has a value it cannot have" : "it must be Keyword=value;…";
        }
    }

    private static string Key(string field) => $"{StorageOptions.Section}:{field}";
}
