namespace PrefixConsole.Api;

/// <summary>Marks a route whose bodies may be MessagePack. No form of a foreign page can send that, so the guard lets it through.</summary>
internal sealed class BatchBodies
{
    public static readonly string[] MessagePack = ["application/msgpack", "application/x-msgpack", "application/vnd.msgpack"];

    public static BatchBodies Instance { get; } = new();

    public static bool IsMessagePack(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && Array.Exists(MessagePack, name => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase));
}
