namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The ways in which stretches can be asked for that differ, as the page and the API spell them.</summary>
public static class PrefixDifferences
{
    public const string Differs = "differs";
    public const string OnlyPredicted = "only-predicted";
    public const string OnlyReported = "only-reported";

    public static string Names => string.Join(", ", All);

    public static IReadOnlyList<string> All { get; } = [Differs, OnlyPredicted, OnlyReported];

    /// <summary>Null when there is no such way.</summary>
    public static string? Parse(string? name) => All.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a stretch has any tokens that differ in this way.</summary>
    public static bool Is(in PrefixMatch match, string? way) => way switch
    {
        OnlyPredicted => match.OnlyPredicted > 0,
        OnlyReported => match.OnlyReported > 0,
        _ => match.Differing > 0,
    };
}
