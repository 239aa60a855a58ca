using System.Globalization;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>What the caller asked for, checked.</summary>
internal sealed record LoadOptions
{
    public const int MaxConnections = 512;
    public const int MaxBodyKilobytes = 4096;

    public required int Rounds { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int[] Connections { get; init; }

    /// <summary>Sizes in KB.</summary>
    public required int[] Bodies { get; init; }

    public required IReadOnlySet<string> Parts { get; init; }

    public required bool UseWrk { get; init; }

    public required string App { get; init; }

    public string? Baseline { get; init; }

    public static LoadOptions Check(int rounds, double seconds, string connections, string bodies, string parts, string generator, string? app, string? baseline) => new()
    {
        Rounds = rounds is >= 1 and <= 100 ? rounds : throw new UsageException($"--rounds {rounds}: must be between 1 and 100"),
        Duration = seconds is >= 0.2 and <= 600 ? TimeSpan.FromSeconds(seconds) : throw new UsageException($"--seconds {seconds.ToString(CultureInfo.InvariantCulture)}: must be between 0.2 and 600"),
        Connections = Numbers("--connections", connections, "", MaxConnections),
        Bodies = Numbers("--bodies", bodies, "k", MaxBodyKilobytes),
        Parts = KnownParts(parts),
        UseWrk = Wrk(generator, seconds),
        App = Dll("--app", app ?? Installed.BuiltApp() ?? throw new UsageException("--app: PrefixConsole.dll was not found beside this checkout; build src/PrefixConsole or name one")),
        Baseline = baseline is null ? null : Dll("--baseline", baseline),
    };

    private static int[] Numbers(string option, string list, string unit, int most)
    {
        var words = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new UsageException($"{option}: must name at least one number");
        }

        return [.. words.Select(word =>
        {
            var digits = unit.Length > 0 && word.EndsWith(unit, StringComparison.OrdinalIgnoreCase) ? word[..^unit.Length] : word;
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
                ? number
                : throw new UsageException($"{option} '{word}': must be a number from 1{unit} to {most}{unit}");
        })];
    }

    private static HashSet<string> KnownParts(string list)
    {
        string[] known = [.. LoadParts.Default, LoadParts.Settings];
        var words = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault(word => !known.Contains(word)) is { } unknown ? throw new UsageException($"--parts '{unknown}': must be of {string.Join(", ", known)}")
            : words.Length == 0 ? throw new UsageException($"--parts: must name at least one of {string.Join(", ", known)}")
            : [.. words];
    }

    private static bool Wrk(string generator, double seconds) => generator switch
    {
        "program" => false,
        "wrk" when Installed.Find("wrk") is null => throw new UsageException("--generator wrk: wrk is not installed"),
        "wrk" when seconds < 1 => throw new UsageException("--generator wrk: counts whole seconds, --seconds must be at least 1"),
        "wrk" => true,
        "auto" => seconds >= 1 && Installed.Find("wrk") is not null,
        _ => throw new UsageException($"--generator '{generator}': must be auto, wrk or program"),
    };

    private static string Dll(string option, string path) =>
        File.Exists(path) ? Path.GetFullPath(path) : throw new UsageException($"{option} '{path}': no such file");
}
