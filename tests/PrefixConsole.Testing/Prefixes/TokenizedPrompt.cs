using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Testing.Prefixes;

/// <summary>A prompt as both indexes know it: every four bytes of its text are one token, so a text block of 256 bytes is four token blocks of 16.</summary>
public sealed class TokenizedPrompt
{
    public const int TextBlock = 256;

    public const int TokenBlock = 16;

    public const int TokensPerTextBlock = TextBlock / 4;

    private readonly int[] _ids;

    public TokenizedPrompt(string text, ImmutableArray<PromptSegment>? segments = null, string model = "m")
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Space = new PrefixNamespace(model);
        Text = PrefixHasher.HashText(bytes, Space, TextBlock, segments ?? []);
        _ids = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, bytes.Length / 4 * 4)).ToArray();
        Tokens = PrefixHasher.HashTokens(_ids, ReportedNamespace.Of("", ""), TokenBlock, []);
    }

    public PrefixNamespace Space { get; }

    public PromptBlocks Text { get; }

    public PromptBlocks Tokens { get; }

    public int PromptTokens => _ids.Length;

    /// <summary>A prompt of text blocks that each repeat one letter.</summary>
    public static TokenizedPrompt Of(string letters, int systemBlocks = 1) => new(
        string.Concat(letters.Select(letter => new string(letter, TextBlock))),
        [new PromptSegment(PromptPart.System, 0, 0), new PromptSegment(PromptPart.User, 1, systemBlocks * TextBlock)]);

    /// <summary>The engine says that it stored the prompt.</summary>
    public void ReportStored(KvEventFeed feed, ulong sequence) => Send(feed, sequence, new KvEvent
    {
        Kind = KvEventKind.Stored,
        EngineHashes = Tokens.Hashes,
        Tokens = _ids.AsSpan(0, Tokens.Count * TokenBlock),
        BlockSize = TokenBlock,
    });

    /// <summary>The engine says that it dropped what comes after the first text blocks.</summary>
    public void ReportRemoved(KvEventFeed feed, ulong sequence, int keptTextBlocks) => Send(feed, sequence, new KvEvent
    {
        Kind = KvEventKind.Removed,
        EngineHashes = Tokens.Hashes.AsSpan(Math.Min(Tokens.Count, keptTextBlocks * TextBlock / 4 / TokenBlock)),
    });

    private static void Send(KvEventFeed feed, ulong sequence, in KvEvent kvEvent)
    {
        feed.Receive(sequence, sequence + 1);
        feed.OnEvent(kvEvent);
        feed.EndBatch();
    }
}
