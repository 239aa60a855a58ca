using System.Collections.Immutable;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>
/// The order of the table as its URL holds it: a column's key, largest first, or with a leading minus smallest first; by name without one.
/// What was not measured comes last both ways.
/// </summary>
public readonly record struct AccuracySort(AccuracyColumn? Column, bool Reversed)
{
    public static AccuracySort Parse(string? text)
    {
        var reversed = text is ['-', ..];
        var key = reversed ? text![1..] : text;
        var column = AccuracyColumn.All.FirstOrDefault(c => c.Key == key);
        return new AccuracySort(column, column is not null && reversed);
    }

    public string? AriaOf(AccuracyColumn column) => column != Column ? null : Reversed ? "ascending" : "descending";

    public string SignOf(AccuracyColumn column) => column != Column ? "" : Reversed ? " ▴" : " ▾";

    /// <summary>What a click on a column's head asks for: that column, or the other way round.</summary>
    public string Next(AccuracyColumn column) => column == Column && !Reversed ? "-" + column.Key : column.Key;

    public ImmutableArray<AccuracyRow> Apply(ImmutableArray<AccuracyRow> rows)
    {
        if (Column?.Value is not { } value)
        {
            return rows;
        }

        var known = rows.OrderBy(r => value(r.Totals) is null);
        return [.. (Reversed ? known.ThenBy(r => value(r.Totals)) : known.ThenByDescending(r => value(r.Totals))).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }
}
