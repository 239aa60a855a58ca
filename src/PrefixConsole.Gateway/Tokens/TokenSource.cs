namespace PrefixConsole.Gateway.Tokens;

/// <summary>Where the tokens of a model's prompts are to come from.</summary>
internal enum TokenSource
{
    /// <summary>From a worker when one that serves the model reports KV events; else text blocks do.</summary>
    Auto,

    /// <summary>A worker's <c>/tokenize</c>.</summary>
    Worker,

    /// <summary>A tokenizer file of our own.</summary>
    File,

    /// <summary>None: prompts are cut by text.</summary>
    Text,
}
