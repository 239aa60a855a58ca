using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>What the prefixes page shows, as its URL holds it.</summary>
public sealed record PrefixQuery
{
    public const string Icicle = "icicle";

    public const string TreeMap = "treemap";

    public const string Table = "table";

    /// <summary>Only what this worker holds; null: the fleet.</summary>
    public string? Worker { get; init; }

    /// <summary>Run to start from; null: all roots.</summary>
    public string? Root { get; init; }

    /// <summary>Run in the side panel; null: the root.</summary>
    public string? Selected { get; init; }

    public string View { get; init; } = Icicle;

    /// <summary>Whose prefixes.</summary>
    public PrefixFilter Filter { get; init; } = PrefixFilter.None;

    /// <summary>Coloured by age, not by heat.</summary>
    public bool ByAge { get; init; }

    /// <summary>Order of the table.</summary>
    public PrefixSort Sort { get; init; } = PrefixSort.Default;

    public static string KnownView(string? view) => view is TreeMap or Table ? view : Icicle;

    public string ToHref() => "/prefixes" + Query(
        ("worker", Worker),
        ("root", Root),
        ("node", Selected),
        ("view", View == Icicle ? null : View),
        ("tenant", Filter.Tenant),
        ("model", Filter.Model),
        ("adapter", Filter.Adapter),
        ("salt", Filter.Salt),
        ("color", ByAge ? "age" : null),
        ("sort", Sort.Text));

    /// <summary>Address of a lens, or of the map without one, that keeps the filter.</summary>
    public string ToLensHref(string? lens) => lens is null
        ? new PrefixQuery { Filter = Filter }.ToHref()
        : "/prefixes" + Query(("lens", lens), ("tenant", Filter.Tenant), ("model", Filter.Model), ("adapter", Filter.Adapter), ("salt", Filter.Salt));

    /// <summary>The query of the same tree in the API.</summary>
    public string ToApiQuery(int max) => Query(
        ("root", Root),
        ("worker", Worker),
        ("tenant", Filter.Tenant),
        ("model", Filter.Model),
        ("adapter", Filter.Adapter),
        ("salt", Filter.Salt),
        ("maxNodes", max.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    internal static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var text = "";
        foreach (var (name, value) in parts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text += $"{(text.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
            }
        }

        return text;
    }
}
