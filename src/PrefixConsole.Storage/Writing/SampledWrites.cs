using System.Threading.Channels;

namespace PrefixConsole.Storage.Writing;

/// <summary>Decisions and samples on their way to the database. Bounded: when it is full the oldest are lost and counted, and nobody waits.</summary>
public sealed class SampledWrites
{
    /// <summary>Rows that may wait.</summary>
    public const int Capacity = 4096;

    private readonly Channel<object> _rows;
    private readonly bool _off;

    public SampledWrites(StoreConnection connection, StoreState state)
    {
        _off = connection.IsOff;
        _rows = Channel.CreateBounded<object>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => state.Drop(1));
    }

    /// <summary>Never waits. The row is a <see cref="Gateway.Telemetry.DecisionEntry"/> that is over, or a <see cref="Model.SampleRow"/>.</summary>
    internal void Add(object row)
    {
        if (!_off)
        {
            _rows.Writer.TryWrite(row);
        }
    }

    internal List<object> Take(int most)
    {
        var rows = new List<object>();
        while (rows.Count < most && _rows.Reader.TryRead(out var row))
        {
            rows.Add(row);
        }

        return rows;
    }
}
