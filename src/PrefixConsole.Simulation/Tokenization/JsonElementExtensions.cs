using System.Text.Json;

namespace PrefixConsole.Simulation.Tokenization;

/// <summary>Reads optional members of client JSON without throwing.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The member if it is a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>True if the member is the literal <c>true</c>.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Get(name).ValueKind == JsonValueKind.True;

    /// <summary>True if the member is there and not null.</summary>
    public static bool Has(this JsonElement element, string name) =>
        element.Get(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
