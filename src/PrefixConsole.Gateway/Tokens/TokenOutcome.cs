namespace PrefixConsole.Gateway.Tokens;

/// <summary>How the search for a prompt's tokens ended; the names are tag values of metrics.</summary>
internal enum TokenOutcome
{
    Answered,
    Remembered,

    /// <summary>The prompt's form has no counterpart in a tokenizer's questions.</summary>
    Unsuited,

    /// <summary>No worker may be asked now.</summary>
    NoWorker,
    TimedOut,

    /// <summary>The worker has no <c>/tokenize</c>.</summary>
    Unsupported,

    /// <summary>The worker would not tokenize this prompt.</summary>
    Refused,

    /// <summary>No connection, or an answer that makes no sense.</summary>
    Failed,
}
