using System.Net.Sockets;
using PrefixConsole.Gateway.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace PrefixConsole.Gateway.Tests.Forwarding;

public sealed class WorkerFailureTests
{
    [Fact]
    public async Task ConnectTimeout_IsUnreachableAndNoSilence()
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectCallback = async (_, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return Stream.Null;
            },
        };
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/");

        var cause = await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.True(WorkerFailure.IsUnreachable(cause));
        Assert.False(WorkerFailure.IsSilence(ForwarderError.RequestTimedOut, cause));
        Assert.False(WorkerFailure.IsRefused(cause));
    }

    [Fact]
    public void Refused_IsSeenThroughItsWrapping() =>
        Assert.True(WorkerFailure.IsRefused(new HttpRequestException(HttpRequestError.ConnectionError, inner: new SocketException((int)SocketError.ConnectionRefused))));

    [Fact]
    public void Reset_IsNotUnreachable() =>
        Assert.False(WorkerFailure.IsUnreachable(new HttpRequestException(HttpRequestError.ResponseEnded)));

    [Fact]
    public void OwnTimeout_IsSilence() =>
        Assert.True(WorkerFailure.IsSilence(ForwarderError.RequestTimedOut, new OperationCanceledException()));
}
