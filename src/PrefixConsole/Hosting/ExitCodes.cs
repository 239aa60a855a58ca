using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PrefixConsole.Access;

namespace PrefixConsole.Hosting;

/// <summary>Runs the application and tells by its exit code how it ended.</summary>
public static class ExitCodes
{
    public const int Stopped = 0;

    /// <summary>An unexpected error.</summary>
    public const int Failed = 1;

    /// <summary>A listener's address is taken.</summary>
    public const int AddressInUse = 69;

    /// <summary>The configuration is invalid; each problem was printed with its key (78 is EX_CONFIG of sysexits).</summary>
    public const int InvalidConfiguration = 78;

    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        try
        {
            if (await AccessVerbs.RunAsync(args) is { } verb)
            {
                return verb;
            }

            await using var app = build(args);
            await app.RunAsync();
            return Stopped;
        }
        catch (OptionsValidationException invalid)
        {
            return await TellAsync(InvalidConfiguration, "The configuration is invalid:", invalid.Failures);
        }
        catch (InvalidDataException unreadable)
        {
            return await TellAsync(InvalidConfiguration, "A configuration file cannot be read:", [unreadable.Message, unreadable.InnerException?.Message ?? ""]);
        }
        catch (InvalidOperationException mistyped) when (mistyped.Message.Contains("configuration value", StringComparison.Ordinal))
        {
            // The binder's own words name the key and the type it wanted.
            return await TellAsync(InvalidConfiguration, "The configuration is invalid:", [mistyped.Message]);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return await TellAsync(AddressInUse, "An address is in use; set Gateway:Url or Console:Url to a free one:", [taken.Message]);
        }
    }

    private static async Task<int> TellAsync(int code, string heading, IEnumerable<string> lines)
    {
        await Console.Error.WriteLineAsync(heading);
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            await Console.Error.WriteLineAsync("  " + line);
        }

        return code;
    }
}
