using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Ingest;

/// <summary>The order of the table of feeds as its URL holds it, under the rules of the worker table's.</summary>
internal readonly record struct IngestSort(IngestColumn? Column, bool Reversed)
{
    public bool Descending => Column is { Number: var number } && number != Reversed;

    public static IngestSort Parse(string? text)
    {
        var reversed = text is ['-', ..];
        var key = reversed ? text![1..] : text;
        var column = IngestColumn.All.FirstOrDefault(c => c.Key == key);
        return new IngestSort(column, column is not null && reversed);
    }

    /// <summary>What a click on a column's head asks for: that column, or the other way round.</summary>
    public string Next(IngestColumn column) => column == Column && !Reversed ? "-" + column.Key : column.Key;

    public IEnumerable<IngestRow> Apply(IEnumerable<IngestRow> rows)
    {
        if (Column?.Value is not { } value)
        {
            return rows;
        }

        var known = rows.OrderBy(r => value(r) is null);
        return (Descending ? known.ThenByDescending(value) : known.ThenBy(value)).ThenBy(r => r.Worker).ThenBy(r => r.Rank);
    }
}
