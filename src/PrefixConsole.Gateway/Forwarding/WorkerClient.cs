using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The connections to all workers: nothing is followed, remembered, unpacked or added on the way.</summary>
internal sealed class WorkerClient(IOptions<GatewayOptions> options) : IDisposable
{
    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Value.ConnectTimeout,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options.Value.AllowPrivateWorkers, cancellationToken),

        // new addresses of a name are seen within minutes
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    public void Dispose() => Invoker.Dispose();

    /// <summary>
    /// A literal address was checked when the worker was added; what a name stands for is only known now, and may have changed
    /// to an address that no worker may have.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint worker, bool allowPrivate, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(worker.Host, out var literal)
            ? [literal]
            : [.. (await Dns.GetHostAddressesAsync(worker.Host, cancellationToken)).Where(a => WorkerAddressRules.Refuse(a, allowPrivate) is null)];
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
