using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>Words of lenses and sides, in the API and in the console's URLs.</summary>
internal static class PrefixLensWords
{
    public const string Lenses = "ab, duplicates, cold";
    public const string Sides = "only-a, both, only-b";

    /// <summary>Longest idle time that can be asked for, in minutes: a week.</summary>
    public const int MaxIdleMinutes = 7 * 24 * 60;

    public static string Of(PrefixLens lens) => lens switch
    {
        PrefixLens.Compare => "ab",
        PrefixLens.Duplicates => "duplicates",
        _ => "cold",
    };

    public static string Of(PrefixSide side) => side switch
    {
        PrefixSide.OnlyA => "only-a",
        PrefixSide.Both => "both",
        _ => "only-b",
    };

    public static PrefixLens? LensOf(string? text) => text switch
    {
        "ab" => PrefixLens.Compare,
        "duplicates" => PrefixLens.Duplicates,
        "cold" => PrefixLens.Cold,
        _ => null,
    };

    public static PrefixSide? SideOf(string? text) => text switch
    {
        "only-a" => PrefixSide.OnlyA,
        "both" => PrefixSide.Both,
        "only-b" => PrefixSide.OnlyB,
        _ => null,
    };
}
