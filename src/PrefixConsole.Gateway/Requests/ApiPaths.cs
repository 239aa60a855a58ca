namespace PrefixConsole.Gateway.Requests;

/// <summary>Paths of the routed APIs as routes, metrics and decisions name them, however a client spelled them.</summary>
internal static class ApiPaths
{
    public static string Of(ApiKind api) => api switch
    {
        ApiKind.ChatCompletions => "/v1/chat/completions",
        ApiKind.Completions => "/v1/completions",
        ApiKind.Embeddings => "/v1/embeddings",
        ApiKind.Responses => "/v1/responses",
        ApiKind.Messages => "/v1/messages",
        _ => throw new ArgumentOutOfRangeException(nameof(api), api, null),
    };
}
