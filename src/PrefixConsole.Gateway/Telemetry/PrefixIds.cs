using System.Globalization;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A run's hash as people and the API name it: 16 hexadecimal digits.</summary>
internal static class PrefixIds
{
    public static string Of(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Null when it is none.</summary>
    public static ulong? Parse(string? id) =>
        id is { Length: 16 } && ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : null;
}
