namespace PrefixConsole.Gateway.Tokens;

/// <summary>An entry of <c>Tokens:Models</c>.</summary>
public sealed class ModelTokensOptions
{
    /// <value>Model as requests name it.</value>
    public string Model { get; set; } = "";

    /// <value>auto, worker, file or text. Default auto.</value>
    public string Source { get; set; } = "auto";

    /// <value>Longest its tokens are waited for, in place of <c>Tokens:TimeoutMilliseconds</c>.</value>
    public int? TimeoutMilliseconds { get; set; }

    /// <value>Tokenizer file, with the source file: a .tiktoken file, a vocab.json or a SentencePiece model.</value>
    public string? File { get; set; }

    /// <value>tiktoken, bpe or sentencepiece.</value>
    public string? Kind { get; set; }

    /// <value>merges.txt, with the kind bpe.</value>
    public string? Merges { get; set; }

    /// <value>Pattern that cuts text into words before the vocabulary is used. Default that of cl100k.</value>
    public string? Pattern { get; set; }

    /// <value>Ids of special tokens, by their text.</value>
    public Dictionary<string, int> SpecialTokens { get; set; } = [];

    /// <value>Text before every completion prompt, such as a begin-of-sequence token. Default none.</value>
    public string CompletionStart { get; set; } = "";

    /// <value>How chats become text, with the source file; without it chats are cut by text.</value>
    public ChatTemplateOptions? ChatTemplate { get; set; }
}
