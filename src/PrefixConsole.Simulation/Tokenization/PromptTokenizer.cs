using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.ML.Tokenizers;

namespace PrefixConsole.Simulation.Tokenization;

/// <summary>
/// o200k_base, with the ids of recent texts remembered: conversations send the same messages again and again. The memory is keyed by a
/// 128-bit hash, so no prompt text is kept, and holds at most <see cref="MaxRemembered"/> ids. Thread-safe; one per fleet.
/// </summary>
public sealed class PromptTokenizer
{
    /// <summary>Most token ids remembered (8 MB).</summary>
    public const int MaxRemembered = 2_000_000;

    /// <summary>Shorter texts are cheaper to encode than to look up.</summary>
    private const int ShortText = 64;

    /// <summary>Loading the vocabulary takes a while: once per process.</summary>
    private static readonly Lazy<TiktokenTokenizer> s_encoding = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, int[] Ids)>> _remembered = [];
    private readonly LinkedList<(UInt128 Key, int[] Ids)> _recent = [];
    private int _ids;

    internal static TiktokenTokenizer Encoding => s_encoding.Value;

    /// <summary>Texts answered from memory.</summary>
    public long Hits { get; private set; }

    public IReadOnlyList<int> Encode(string text)
    {
        if (text.Length < ShortText)
        {
            return s_encoding.Value.EncodeToIds(text);
        }

        var key = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
        lock (_gate)
        {
            if (_remembered.TryGetValue(key, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                Hits++;
                return node.Value.Ids;
            }
        }

        int[] ids = [.. s_encoding.Value.EncodeToIds(text)];
        Remember(key, ids);
        return ids;
    }

    /// <summary>Text of the ids; null if one of them is not in the vocabulary.</summary>
    public string? Decode(IEnumerable<int> ids)
    {
        try
        {
            return s_encoding.Value.Decode(ids);
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Remember(UInt128 key, int[] ids)
    {
        lock (_gate)
        {
            if (ids.Length > MaxRemembered || _remembered.ContainsKey(key))
            {
                return;
            }

            _remembered.Add(key, _recent.AddFirst((key, ids)));
            _ids += ids.Length;
            while (_ids > MaxRemembered)
            {
                var oldest = _recent.Last!.Value;
                _recent.RemoveLast();
                _remembered.Remove(oldest.Key);
                _ids -= oldest.Ids.Length;
            }
        }
    }
}
