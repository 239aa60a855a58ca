using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The connections to all workers: nothing is followed, remembered, unpacked or added on the way.</summary>
internal sealed class WorkerClient : IDisposable
{
    private readonly SocketsHttpHandler _connections;

    public WorkerClient(IOptions<GatewayOptions> options, OwnAddresses own)
    {
        _connections = Connections(options.Value, own);
        Invoker = new HttpMessageInvoker(_connections);
    }

    /// <summary>For requests that bring their own body or none.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>For one request with this body, which must stay as it is until the request is over.</summary>
    public BodyInvoker For(ReadOnlyMemory<byte> body) => new(_connections, body);

    public void Dispose() => Invoker.Dispose();

    private static SocketsHttpHandler Connections(GatewayOptions options, OwnAddresses own) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options.AllowPrivateWorkers, own, cancellationToken),

        // new addresses of a name are seen within minutes
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>
    /// A literal address was checked when the worker was added; what a name stands for is only known now, and may have changed
    /// to an address that no worker may have.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint worker, bool allowPrivate, OwnAddresses own, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(worker.Host, out var literal)
            ? [literal]
            : [.. (await Dns.GetHostAddressesAsync(worker.Host, cancellationToken))
                .Where(a => WorkerAddressRules.Refuse(a, allowPrivate) is null && !own.Contains(a, worker.Port))];
        if (addresses.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"'{worker.Host}' stands for no address that a worker may have");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, worker.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
