namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// The first characters of prompt blocks, by block hash: only for demo traffic or when the operator opted in, in memory only,
/// apart from the index. At most <paramref name="capacity"/> entries; the first recorded leave first.
/// </summary>
public sealed class PreviewStore(int capacity = PreviewStore.DefaultCapacity)
{
    public const int DefaultCapacity = 200_000;

    /// <summary>Characters kept of a preview.</summary>
    public const int MaxLength = 80;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, string> _previews = [];
    private readonly Queue<ulong> _order = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _previews.Count;
            }
        }
    }

    /// <summary>Keeps the preview of a block; one already known stays as it is.</summary>
    public void Record(ulong blockHash, string preview)
    {
        lock (_gate)
        {
            if (_previews.ContainsKey(blockHash))
            {
                return;
            }

            if (_previews.Count >= capacity)
            {
                _previews.Remove(_order.Dequeue());
            }

            _previews.Add(blockHash, Cut(preview));
            _order.Enqueue(blockHash);
        }
    }

    public string? Find(ulong blockHash)
    {
        lock (_gate)
        {
            return _previews.GetValueOrDefault(blockHash);
        }
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
