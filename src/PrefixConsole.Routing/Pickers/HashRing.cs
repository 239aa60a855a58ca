using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Pickers;

/// <summary>
/// A consistent-hash ring as KubeAI lays it out: worker <c>id</c> owns the points XXH64(id + decimal i), i from 0. It keeps the workers
/// it has seen, by slot, and the walk skips those that are not candidates: a worker that comes back finds its keys again, and a
/// change of status or a retry rebuilds nothing. Bounded by <see cref="WorkerRegistry.MaxWorkers"/> × points.
/// </summary>
internal sealed class HashRing(int pointsPerWorker)
{
    private const int MaxNameBytes = WorkerId.MaxLength + 11;

    private readonly Worker?[] _bySlot = new Worker?[WorkerRegistry.MaxWorkers];
    private ulong[] _points = [];
    private int[] _slots = [];

    public int Length => _points.Length;

    public int SlotAt(int position) => _slots[position];

    /// <summary>Adds a worker, replacing the one that had its slot before.</summary>
    public void Ensure(Worker worker)
    {
        var before = _bySlot[worker.Slot];
        if (ReferenceEquals(before, worker))
        {
            return;
        }

        if (before is not null && before.Id != worker.Id)
        {
            RemovePoints(worker.Slot);
        }

        _bySlot[worker.Slot] = worker;
        if (before?.Id != worker.Id)
        {
            MergePoints(worker);
        }
    }

    /// <summary>Position of the first point at or after the key, clockwise.</summary>
    public int Find(ulong key)
    {
        var position = Array.BinarySearch(_points, key);
        position = position < 0 ? ~position : position;
        while (position > 0 && position < _points.Length && _points[position - 1] == key)
        {
            position--;
        }

        return position == _points.Length ? 0 : position;
    }

    public static ulong PointOf(string id, int index)
    {
        Span<byte> name = stackalloc byte[MaxNameBytes];
        var length = Encoding.UTF8.GetBytes(id, name);
        Utf8Formatter.TryFormat(index, name[length..], out var digits);
        return XxHash64.HashToUInt64(name[..(length + digits)]);
    }

    private void RemovePoints(int slot)
    {
        var kept = 0;
        for (var i = 0; i < _points.Length; i++)
        {
            if (_slots[i] != slot)
            {
                _points[kept] = _points[i];
                _slots[kept++] = _slots[i];
            }
        }

        Array.Resize(ref _points, kept);
        Array.Resize(ref _slots, kept);
    }

    private void MergePoints(Worker worker)
    {
        var added = new ulong[pointsPerWorker];
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = PointOf(worker.Id.Value, i);
        }

        Array.Sort(added);
        var points = new ulong[_points.Length + added.Length];
        var slots = new int[points.Length];
        var (old, fresh) = (0, 0);
        for (var i = 0; i < points.Length; i++)
        {
            if (fresh == added.Length || (old < _points.Length && _points[old] <= added[fresh]))
            {
                points[i] = _points[old];
                slots[i] = _slots[old++];
            }
            else
            {
                points[i] = added[fresh++];
                slots[i] = worker.Slot;
            }
        }

        (_points, _slots) = (points, slots);
    }
}
