using System.Runtime.InteropServices;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>
/// Remembers of served prompts which token block belongs to which text block, so that the predicted tree, made of text, can be compared
/// with the reported index, made of tokens. Hashes only.
/// </summary>
/// <remarks>
/// <para>
/// Where a text block ends in tokens is worked out from the prompt's own ratio of tokens to units, rounded down: token ids say nothing of
/// where in the text they came from. Prompts that share a text but go on differently have different ratios, so a link may at first point behind
/// what they share. It is then pulled back, by each prompt that passes, to a token block that all of them had: a
/// link that several prompts made is right or a little short.
/// </para>
/// <para>
/// Bounded: the links made first leave first. A prompt that is served again makes all its links again, so what is in use stays or comes back.
/// About 100 bytes each. One lock, held for the text blocks of one prompt or for one batch of questions.
/// </para>
/// </remarks>
public sealed class PromptLinks
{
    /// <summary>At 256 bytes of text each, 64 MB of distinct text: about 16 million tokens.</summary>
    public const int DefaultCapacity = 1 << 18;

    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<PromptLink> _links = [];
    private int _oldest;

    /// <param name="capacity">Most links, 1 or more.</param>
    public PromptLinks(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _links.Count;
            }
        }
    }

    /// <summary>A worker served this prompt. Without token blocks there is nothing to link.</summary>
    /// <param name="text">What the predicted tree knows of it.</param>
    /// <param name="tokens">What the reported index would; may be those of the prompt's start only.</param>
    /// <param name="promptTokens">Tokens of the whole prompt.</param>
    /// <param name="space">What it belongs to.</param>
    public void Record(PromptBlocks text, PromptBlocks tokens, int promptTokens, in PrefixNamespace space)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tokens);
        if (text.Count == 0 || tokens.Count == 0 || text.TotalUnits < 1 || promptTokens < 1)
        {
            return;
        }

        var origin = new RunOrigin(text, space.Label);
        var cursor = 0;
        lock (_gate)
        {
            for (var i = 0; i < text.Count; i++)
            {
                var depth = TokenBlocksAt(i, text, tokens.BlockSize, promptTokens);
                if (depth > tokens.Count)
                {
                    return;
                }

                if (depth > 0)
                {
                    Link(i, depth, text, tokens.Hashes, origin, ref cursor);
                }
            }
        }
    }

    /// <summary>The links of text blocks, in their order; default where none is known.</summary>
    public void Find(ReadOnlySpan<ulong> text, Span<PromptLink> found)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(found.Length, text.Length);
        lock (_gate)
        {
            for (var i = 0; i < text.Length; i++)
            {
                found[i] = _places.TryGetValue(text[i], out var place) ? _links[place] : default;
            }
        }
    }

    /// <summary>
    /// Copies links in no particular order, from number <paramref name="from"/> on; returns how many, fewer than there is room for at the end.
    /// Who reads in parts may miss links that are made meanwhile, and sees none twice that stays.
    /// </summary>
    public int Read(int from, Span<PromptLink> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        lock (_gate)
        {
            var count = Math.Clamp(_links.Count - from, 0, into.Length);
            CollectionsMarshal.AsSpan(_links).Slice(Math.Min(from, _links.Count), count).CopyTo(into);
            return count;
        }
    }

    private static int TokenBlocksAt(int index, PromptBlocks text, int tokenBlock, int promptTokens)
    {
        var end = Math.Min((index + 1L) * text.BlockSize, text.TotalUnits);
        return (int)(end * promptTokens / text.TotalUnits / tokenBlock);
    }

    /// <summary>A depth at which this prompt has the token block that earlier prompts with the same text had, as far as one look can tell.</summary>
    private static int Agree(in PromptLink known, ReadOnlySpan<ulong> tokens, int depth)
    {
        if (known.TokenBlocks <= tokens.Length && tokens[known.TokenBlocks - 1] == known.Token)
        {
            return Math.Min(known.TokenBlocks, depth);
        }

        // it lay behind what the two share, or the prompt was cut into other tokens; the latter starts anew when nothing is left to share
        var lower = Math.Min(known.TokenBlocks - 1, depth);
        return lower > 0 ? lower : depth;
    }

    private void Link(int index, int depth, PromptBlocks text, ReadOnlySpan<ulong> tokens, RunOrigin origin, ref int cursor)
    {
        var hash = text.Hashes[index];
        if (_places.TryGetValue(hash, out var place))
        {
            ref var known = ref CollectionsMarshal.AsSpan(_links)[place];
            depth = Agree(known, tokens, depth);
            known = known with { Token = tokens[depth - 1], TokenBlocks = depth };
            return;
        }

        Add(new PromptLink(
            hash,
            index == 0 ? null : text.Hashes[index - 1],
            index,
            tokens[depth - 1],
            depth,
            origin.SegmentAtEnd(index, ref cursor),
            text.BlockSize,
            text.Unit,
            origin.Namespace));
    }

    private void Add(in PromptLink link)
    {
        if (_links.Count < _capacity)
        {
            _places.Add(link.Text, _links.Count);
            _links.Add(link);
            return;
        }

        _places.Remove(_links[_oldest].Text);
        _places.Add(link.Text, _oldest);
        _links[_oldest] = link;
        _oldest = (_oldest + 1) % _capacity;
    }
}
