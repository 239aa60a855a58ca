using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Revisions;

/// <summary>
/// A setting that may be changed before what is stored of it is known, because the database has not answered since the start. What is done until
/// then is written as a part beside it, which the spool takes; once what is stored is known the parts are laid over it, it is written whole and the
/// parts are removed. When the process ends before that the next one takes its part up: from the spool at once, else when the database answers.
/// </summary>
/// <remarks>A process writes a part of its own: one that could not read what an earlier one left must not replace it.</remarks>
/// <param name="settings">Where it is stored.</param>
/// <param name="key">Under which key.</param>
/// <param name="gate">The lock of whoever holds the content; <paramref name="take"/> and <paramref name="content"/> are called in it.</param>
/// <param name="take">
/// Takes up what is stored as far as it does not contradict what is in memory: each part, newest first, and at last, when
/// <see cref="IsKnown"/>, the setting itself, which is null when there is none.
/// </param>
/// <param name="content">What is to be written: all, or, until <see cref="IsKnown"/>, what was done and taken so far.</param>
public sealed class KeptSetting<T>(SettingStore settings, string key, Lock gate, Action<T?> take, Func<T> content)
    where T : class
{
    private readonly string _parts = key + ".meanwhile.";

    // Keys of parts that are in memory; and of those which are to be removed, as what is written from here on has them.
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private string? _own;
    private SettingLoad? _load;
    private volatile bool _known = true;

    /// <summary>Raised after something was taken, out of the lock.</summary>
    public event Action? Taken;

    /// <summary>False while the database has not answered since the start.</summary>
    public bool IsKnown => _known;

    /// <summary>Takes up what the spool has, and the rest now or when the database first answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            _known = false;
            Take(settings.Waiting(_parts));
        }

        Taken?.Invoke();
        _load = await settings.LoadAsync(ReadAsync, cancellationToken);
    }

    /// <summary>Reads no more.</summary>
    public void Stop() => _load?.Dispose();

    /// <summary>Writes what there is; called in the lock.</summary>
    public void Save()
    {
        if (_known)
        {
            _ = settings.WriteAsync(key, content());
            return;
        }

        _own ??= _parts + Guid.NewGuid().ToString("N");
        _ = settings.WriteAsync(_own, content());
        _left.Remove(_own);
        RemoveParts();
        _seen.Add(_own);
        _left.Add(_own);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await settings.ReadAsync<T>(key, cancellationToken);
        var parts = await settings.ReadAllAsync(_parts, cancellationToken);
        lock (gate)
        {
            Take(parts);
            _known = true;
            take(stored);
            if (_left.Count > 0)
            {
                Save();
                RemoveParts();
            }
        }

        Taken?.Invoke();
    }

    private void Take(IReadOnlyList<SettingRow> parts)
    {
        foreach (var part in parts)
        {
            // One that cannot be read stays, for a version that can.
            if (!_seen.Contains(part.Key) && settings.Parse<T>(part.Key, part.Value) is { } done)
            {
                _seen.Add(part.Key);
                _left.Add(part.Key);
                take(done);
            }
        }
    }

    /// <summary>After what has them was written: writes keep their order.</summary>
    private void RemoveParts()
    {
        foreach (var part in _left)
        {
            _ = settings.RemoveAsync(part);
        }

        _left.Clear();
    }
}
