using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>
/// The order of the worker table as its URL holds it: a column's key, numbers largest first and words in their order; with a
/// leading minus the other way round. A worker without the number comes last both ways.
/// </summary>
internal readonly record struct WorkerSort(WorkerColumn? Column, bool Reversed)
{
    public bool Descending => Column is { Number: var number } && number != Reversed;

    public static WorkerSort Parse(string? text)
    {
        var reversed = text is ['-', ..];
        var key = reversed ? text![1..] : text;
        var column = WorkerColumn.All.FirstOrDefault(c => c.Value is not null && c.Key == key);
        return new WorkerSort(column, column is not null && reversed);
    }

    /// <summary>What a click on a column's head asks for: that column, or the other way round.</summary>
    public string Next(WorkerColumn column) => column == Column && !Reversed ? "-" + column.Key : column.Key;

    public IEnumerable<WorkerView> Apply(IEnumerable<WorkerView> workers)
    {
        if (Column?.Value is not { } value)
        {
            return workers;
        }

        var known = workers.OrderBy(w => value(w) is null);
        return (Descending ? known.ThenByDescending(value) : known.ThenBy(value)).ThenBy(w => w.Id);
    }
}
