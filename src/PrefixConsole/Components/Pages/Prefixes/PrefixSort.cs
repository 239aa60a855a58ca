namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Order of the table of runs.</summary>
public sealed record PrefixSort(string Column, bool Descending)
{
    /// <summary>As nested, which is how the tree came.</summary>
    public const string Structure = "structure";

    public static PrefixSort Default { get; } = new(Structure, false);

    /// <summary>A click on a column: numbers start with the largest; the second click turns it round.</summary>
    public PrefixSort Click(string column) => Column == column ? this with { Descending = !Descending } : new PrefixSort(column, column != Structure);

    public IEnumerable<MapNode> Apply(IEnumerable<MapNode> nodes)
    {
        if (Column == Structure)
        {
            return nodes;
        }

        return Descending ? nodes.OrderByDescending(Key) : nodes.OrderBy(Key);
    }

    private double Key(MapNode node)
    {
        var run = node.Run!;
        return Column switch
        {
            "tokens" => run.Tokens,
            "subtree" => run.SubtreeTokens,
            "hits" => run.Hits,
            "heat" => run.HitsPerMinute,
            "holders" => run.Holders.Length,
            "age" => run.Age.TotalSeconds,
            "idle" => run.Idle.TotalSeconds,
            _ => 0,
        };
    }
}
