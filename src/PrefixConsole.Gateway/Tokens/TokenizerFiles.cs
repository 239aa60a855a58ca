using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>Local tokenizers by model. Each is read once, when the configuration is checked at start.</summary>
internal sealed class TokenizerFiles
{
    public const string Tiktoken = "tiktoken";
    public const string Bpe = "bpe";
    public const string SentencePiece = "sentencepiece";

    /// <summary>How cl100k cuts text into words; Llama 3 and Qwen differ little from it.</summary>
    private const string Words =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly TimeSpan s_wordLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, FileTokenizer> _byModel = new(StringComparer.Ordinal);

    public FileTokenizer? Find(string model) => _byModel.GetValueOrDefault(model);

    /// <summary>Reads the files of a checked entry; an error names the field.</summary>
    public (string Field, string Error)? Load(ModelTokensOptions options)
    {
        if (_byModel.ContainsKey(options.Model))
        {
            return null;
        }

        foreach (var (field, file) in new[] { (nameof(options.File), options.File), (nameof(options.Merges), options.Merges) })
        {
            if (file is not null && !File.Exists(file))
            {
                return (field, $"names a file that is not there: '{file}'");
            }
        }

        Regex words;
        try
        {
            words = new Regex(options.Pattern ?? Words, RegexOptions.Compiled | RegexOptions.CultureInvariant, s_wordLimit);
        }
        catch (ArgumentException)
        {
            return (nameof(options.Pattern), "is not a regular expression");
        }

        try
        {
            var tokenizer = Read(options, words);
            _byModel[options.Model] = new FileTokenizer(tokenizer, ChatTemplate.Of(options.ChatTemplate, out _), options.CompletionStart);
            return null;
        }
#pragma warning disable CA1031 // readers of broken files throw whatever their parsing happens to run into
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (nameof(options.File), $"could not be read as {options.Kind}: {e.Message}");
        }
    }

    private static Tokenizer Read(ModelTokensOptions options, Regex words)
    {
        if (Is(options.Kind, Tiktoken))
        {
            return TiktokenTokenizer.Create(options.File!, new RegexPreTokenizer(words, options.SpecialTokens), normalizer: null, options.SpecialTokens);
        }

        if (Is(options.Kind, Bpe))
        {
            return BpeTokenizer.Create(new BpeOptions(options.File!, options.Merges)
            {
                ByteLevel = true,
                PreTokenizer = new RegexPreTokenizer(words, options.SpecialTokens),
                SpecialTokens = options.SpecialTokens,
            });
        }

        using var model = File.OpenRead(options.File!);
        return SentencePieceTokenizer.Create(model, addBeginningOfSentence: false, addEndOfSentence: false, options.SpecialTokens);
    }

    private static bool Is(string? kind, string name) => string.Equals(kind, name, StringComparison.OrdinalIgnoreCase);
}
