namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Order of the table of runs.</summary>
public sealed record PrefixSort(string Column, bool Descending)
{
    /// <summary>As nested, which is how the tree came.</summary>
    public const string Structure = "structure";

    private const string Tenant = "tenant";

    private static readonly string[] s_numbers = ["tokens", "subtree", "hits", "heat", "saved", "holders", "replicas", "age", "idle"];

    public static PrefixSort Default { get; } = new(Structure, false);

    /// <summary>In the URL: the column, the way round a first click puts it; with a leading minus the other way; null for the default.</summary>
    public string? Text => this == Default ? null : Descending == Usual(Column) ? Column : "-" + Column;

    /// <summary>What can stand in the URL, in words.</summary>
    public static string Expected => $"one of {string.Join(", ", s_numbers.Prepend(Tenant).Prepend(Structure))}, or one with a minus in front";

    /// <summary>What names no column is the default.</summary>
    public static PrefixSort Parse(string? text)
    {
        var (column, reversed) = Split(text);
        return IsColumn(column) ? new PrefixSort(column!, Usual(column!) != reversed) : Default;
    }

    public static bool IsKnown(string? text) => IsColumn(Split(text).Column);

    /// <summary>A click on a column: numbers start with the largest; the second click turns it round.</summary>
    public PrefixSort Click(string column) => Column == column ? this with { Descending = !Descending } : new PrefixSort(column, Usual(column));

    public IEnumerable<MapNode> Apply(IEnumerable<MapNode> nodes) => Column switch
    {
        Structure => nodes,
        Tenant => Descending ? nodes.OrderByDescending(n => n.Run!.Namespace, StringComparer.Ordinal) : nodes.OrderBy(n => n.Run!.Namespace, StringComparer.Ordinal),
        _ => Descending ? nodes.OrderByDescending(Key) : nodes.OrderBy(Key),
    };

    private static (string? Column, bool Reversed) Split(string? text) => text is ['-', .. var column] ? (column, true) : (text, false);

    private static bool IsColumn(string? column) => column is Structure or Tenant || s_numbers.Contains(column);

    private static bool Usual(string column) => column is not (Structure or Tenant);

    private double Key(MapNode node)
    {
        var run = node.Run!;
        return Column switch
        {
            "tokens" => run.Tokens,
            "subtree" => run.SubtreeTokens,
            "hits" => run.Hits,
            "heat" => run.HitsPerMinute,
            "saved" => run.SavedTokens,
            "holders" => run.Holders.Length,
            "replicas" => run.Replicas,
            "age" => run.Age.TotalSeconds,
            "idle" => run.Idle.TotalSeconds,
            _ => 0,
        };
    }
}
