using System.Net;
using System.Net.Sockets;
using System.Text;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;

namespace PrefixConsole.Benchmarks.Tests.GatewayLoad;

public sealed class RawConnectionTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na\r\n0123456789\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", false)]
    [InlineData("", false)]
    public async Task Post_Answer_IsReadWholeOrCountsAsError(string answer, bool ok)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeAsync(listener, answer);
        using var connection = new RawConnection(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));

        var answered = await Task.Run(() => connection.Post("{}"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.Equal(ok, answered);
        Assert.EndsWith("\r\nContent-Length: 2\r\n\r\n{}", await server, StringComparison.Ordinal);
    }

    private static async Task<string> ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptSocketAsync();
        var buffer = new byte[4096];
        var read = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, read).EndsWith("{}", StringComparison.Ordinal))
        {
            read += await client.ReceiveAsync(buffer.AsMemory(read));
        }

        await client.SendAsync(Encoding.ASCII.GetBytes(answer));
        client.Shutdown(SocketShutdown.Send);
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
