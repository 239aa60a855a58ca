namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>What was sent where, one table per length of memory, so that previews and later revisions see the same. Used under the scheduler's lock.</summary>
internal sealed class RoutedTables(TimeProvider time)
{
    // an operator who tries many lengths leaves no more tables behind than this
    private const int MaxTables = 4;

    private readonly List<(TimeSpan Life, RoutedBlocks Table)> _tables = [];

    public RoutedBlocks For(TimeSpan life)
    {
        var index = _tables.FindIndex(known => known.Life == life);
        if (index >= 0)
        {
            return _tables[index].Table;
        }

        if (_tables.Count == MaxTables)
        {
            _tables.RemoveAt(0);
        }

        var table = new RoutedBlocks(time, life);
        _tables.Add((life, table));
        return table;
    }
}
