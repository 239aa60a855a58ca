namespace PrefixConsole.Components.Controls;

/// <summary>
/// The order of a table as its URL holds it: a column's key, numbers largest first and words in their order; with a leading minus the other
/// way round; as the rows came without one. A row without the value comes last both ways.
/// </summary>
public readonly record struct ColumnSort<TRow>
{
    /// <param name="text">From the URL; what names no column sorts by none.</param>
    /// <param name="columns">Those there are.</param>
    public ColumnSort(string? text, IEnumerable<SortColumn<TRow>> columns)
    {
        var reversed = text is ['-', ..];
        var key = reversed ? text![1..] : text;
        Column = columns.FirstOrDefault(c => c.Key == key);
        Reversed = reversed && Column is not null;
    }

    public SortColumn<TRow>? Column { get; }

    public bool Reversed { get; }

    public bool Descending => Column is { Number: var number } && number != Reversed;

    /// <summary>What a click on a column's head asks for: that column, or the other way round.</summary>
    public string Next(SortColumn<TRow> column) => column == Column && !Reversed ? "-" + column.Key : column.Key;

    /// <summary>Rows with the same value stay in the order they came in.</summary>
    public IEnumerable<TRow> Apply(IEnumerable<TRow> rows)
    {
        if (Column?.Value is not { } value)
        {
            return rows;
        }

        var known = rows.OrderBy(row => value(row) is null);
        return Descending ? known.ThenByDescending(value) : known.ThenBy(value);
    }
}
