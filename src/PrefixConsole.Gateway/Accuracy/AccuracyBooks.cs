using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>A book for each of the first so many keys, and one for all others. Thread-safe.</summary>
internal sealed class AccuracyBooks(TimeProvider time, int capacity)
{
    private readonly Lock _adding = new();

    // Bounded by capacity: books are added under the lock only.
    private readonly ConcurrentDictionary<string, AccuracyBook> _books = new(StringComparer.Ordinal);
    private readonly AccuracyBook _others = new(time);

    public AccuracyBook Of(string key) => _books.TryGetValue(key, out var book) ? book : Add(key);

    public AccuracyBook? Find(string key) => key == AccuracyMonitor.Others ? _others : _books.GetValueOrDefault(key);

    public void Remove(string key) => _books.TryRemove(key, out _);

    /// <summary>Those that counted something in the window, by name; the others last.</summary>
    public ImmutableArray<AccuracyRow> Read(AccuracyWindow window)
    {
        var rows = ImmutableArray.CreateBuilder<AccuracyRow>();
        foreach (var (key, book) in _books.OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            AddRow(rows, key, book, window);
        }

        AddRow(rows, AccuracyMonitor.Others, _others, window);
        return rows.DrainToImmutable();
    }

    private static void AddRow(ImmutableArray<AccuracyRow>.Builder rows, string key, AccuracyBook book, AccuracyWindow window)
    {
        var totals = book.Read(window, []);
        if (totals.Requests > 0)
        {
            rows.Add(new AccuracyRow(key, totals));
        }
    }

    private AccuracyBook Add(string key)
    {
        lock (_adding)
        {
            if (_books.TryGetValue(key, out var book))
            {
                return book;
            }

            if (_books.Count >= capacity)
            {
                return _others;
            }

            book = new AccuracyBook(time);
            _books[key] = book;
            return book;
        }
    }
}
