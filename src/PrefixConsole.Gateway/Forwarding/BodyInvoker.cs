namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Sends one request with a body that is in memory already: headers and body leave together.</summary>
/// <remarks>
/// YARP's content is made for bodies that are still on their way: it sends the headers by themselves and then copies through a buffer.
/// A prompt has been read before it is routed, so that was one send in three, and a read at the worker: a tenth of the CPU time of a
/// request of 2 KB.
/// </remarks>
internal sealed class BodyInvoker(HttpMessageHandler handler, ReadOnlyMemory<byte> body) : HttpMessageInvoker(handler, disposeHandler: false)
{
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(body);
        if (request.Content is { } forwarded)
        {
            foreach (var (name, values) in forwarded.Headers.NonValidated)
            {
                content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        request.Content = content;
        return base.SendAsync(request, cancellationToken);
    }
}
