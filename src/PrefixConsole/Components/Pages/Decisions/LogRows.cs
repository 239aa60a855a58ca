using System.Collections;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>
/// All kept decisions as the rows of a table, newest first, each read from the log when it is looked at: a table of 100,000 rows costs what is
/// seen of it. Fixed to the newest decision of the moment it was made.
/// </summary>
internal sealed class LogRows(DecisionLog log, long newest) : IList<DecisionRow>, IReadOnlyList<DecisionRow>
{
    public int Count { get; } = (int)Math.Min(newest, log.Capacity);

    public bool IsReadOnly => true;

    /// <summary>A row that has left the log since then says so.</summary>
    public DecisionRow this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return log.At(newest - index) is { } entry ? DecisionRow.Of(entry) : DecisionRow.Gone(newest - index);
        }

        set => throw new NotSupportedException();
    }

    public IEnumerator<DecisionRow> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(DecisionRow item) => item.Sequence <= newest && newest - item.Sequence < Count ? (int)(newest - item.Sequence) : -1;

    public bool Contains(DecisionRow item) => IndexOf(item) >= 0;

    public void CopyTo(DecisionRow[] array, int arrayIndex)
    {
        foreach (var row in this)
        {
            array[arrayIndex++] = row;
        }
    }

    public void Add(DecisionRow item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public void Insert(int index, DecisionRow item) => throw new NotSupportedException();

    public bool Remove(DecisionRow item) => throw new NotSupportedException();

    public void RemoveAt(int index) => throw new NotSupportedException();
}
