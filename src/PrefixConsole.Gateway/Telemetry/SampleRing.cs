using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last <paramref name="capacity"/> samples. Not thread-safe.</summary>
internal sealed class SampleRing<T>(int capacity)
{
    private readonly T[] _items = new T[capacity];
    private long _count;

    public void Add(T item) => _items[_count++ % capacity] = item;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<T> ToArray()
    {
        var length = (int)Math.Min(_count, capacity);
        var copy = ImmutableArray.CreateBuilder<T>(length);
        for (var i = _count - length; i < _count; i++)
        {
            copy.Add(_items[i % capacity]);
        }

        return copy.MoveToImmutable();
    }
}
