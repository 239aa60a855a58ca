using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Writing;

/// <summary>
/// Rows that must reach the database, in their order. Nothing leaves it but by being stored; when the database does not take them they are
/// copied to the spool, and when that fails too they stay in memory and <see cref="StoreView"/> says so.
/// </summary>
public sealed class KeptWrites
{
    /// <summary>Refused attempts are no longer kept above this many waiting rows: a scanner must not fill the memory.</summary>
    public const int RefusalLimit = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<KeptWrite> _waiting = new();
    private readonly StoreState _state;
    private readonly bool _off;

    public KeptWrites(StoreConnection connection, StoreState state)
    {
        _state = state;
        _off = connection.IsOff;
    }

    /// <summary>Raised when a row was added.</summary>
    internal event Action? Added;

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Hands a row over.</summary>
    /// <returns>Completes when it is on a disk, in the database or in the spool; at once when there is no database.</returns>
    public Task AddAsync(IKeptRow row) => Add(row);

    /// <summary>Sets a setting; the last one counts.</summary>
    public Task SetAsync(SettingRow row) => Add(row);

    /// <summary>Copies of what waits, oldest first.</summary>
    internal List<KeptWrite> Peek(int most)
    {
        lock (_gate)
        {
            return [.. _waiting.Take(most)];
        }
    }

    /// <summary>The value that waits to be stored under a key, the newest; null when none does.</summary>
    internal string? WaitingSetting(string key)
    {
        lock (_gate)
        {
            return _waiting.Select(w => w.Row).OfType<SettingRow>().LastOrDefault(r => r.Key == key)?.Value;
        }
    }

    /// <summary>The newest that waits of each setting whose key begins so.</summary>
    internal IReadOnlyList<SettingRow> WaitingSettings(string start)
    {
        lock (_gate)
        {
            return [.. _waiting.Select(w => w.Row).OfType<SettingRow>().Where(r => r.Key.StartsWith(start, StringComparison.Ordinal)).GroupBy(r => r.Key).Select(g => g.Last())];
        }
    }

    /// <summary>The oldest are in the database.</summary>
    internal void Stored(int count)
    {
        var done = new List<KeptWrite>(count);
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
            {
                done.Add(_waiting.Dequeue());
            }
        }

        done.ForEach(w => w.Kept.TrySetResult());
        Report();
    }

    /// <summary>Copies what is not yet in the spool there.</summary>
    internal void Spool(StoreSpool spool)
    {
        List<KeptWrite> fresh;
        lock (_gate)
        {
            fresh = [.. _waiting.Where(w => !w.Spooled)];
        }

        if (fresh.Count > 0)
        {
            spool.Append(fresh.Select(w => w.Row));
            foreach (var write in fresh)
            {
                write.Spooled = true;
                write.Kept.TrySetResult();
            }
        }

        Report();
    }

    /// <summary>Rows of an earlier run, before everything else.</summary>
    internal void Restore(IReadOnlyList<object> rows)
    {
        lock (_gate)
        {
            var later = _waiting.ToArray();
            _waiting.Clear();
            foreach (var row in rows)
            {
                _waiting.Enqueue(new KeptWrite(row) { Spooled = true });
            }

            foreach (var write in later)
            {
                _waiting.Enqueue(write);
            }
        }

        Report();
    }

    private Task Add(object row)
    {
        if (_off)
        {
            return Task.CompletedTask;
        }

        RowText.Fit(row);
        var write = new KeptWrite(row);
        lock (_gate)
        {
            if (row is AuditRow { Result: AuditResults.Refused } && _waiting.Count >= RefusalLimit)
            {
                return Task.CompletedTask;
            }

            _waiting.Enqueue(write);
        }

        Report();
        Added?.Invoke();
        return write.Kept.Task;
    }

    private void Report()
    {
        int waiting, spooled;
        lock (_gate)
        {
            (waiting, spooled) = (_waiting.Count, _waiting.Count(w => w.Spooled));
        }

        _state.SetWaiting(waiting, spooled);
    }
}
