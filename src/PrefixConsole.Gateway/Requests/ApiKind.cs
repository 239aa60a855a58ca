namespace PrefixConsole.Gateway.Requests;

/// <summary>The inference APIs the gateway routes.</summary>
internal enum ApiKind
{
    ChatCompletions,
    Completions,
    Embeddings,
    Responses,

    /// <summary>Anthropic's <c>/v1/messages</c>; errors take Anthropic's form.</summary>
    Messages,
}
