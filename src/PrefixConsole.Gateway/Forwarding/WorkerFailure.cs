using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Reads what went wrong from what YARP and the client say.</summary>
internal static class WorkerFailure
{
    /// <summary>The worker took the request and said nothing for too long. A connection that could not be opened in time is another matter.</summary>
    public static bool IsSilence(ForwarderError error, Exception? cause) =>
        (error is ForwarderError.RequestTimedOut && !IsConnectTimeout(cause))
        || error is ForwarderError.ResponseBodyCanceled;

    /// <summary>No connection could be opened: nobody can reach the worker, it is not about this request.</summary>
    public static bool IsUnreachable(Exception? cause) =>
        IsConnectTimeout(cause)
        || cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    /// <summary>Nobody listens there: the process is gone, and its cache with it.</summary>
    public static bool IsRefused(Exception? cause)
    {
        for (var e = cause; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConnectTimeout(Exception? cause) => cause is OperationCanceledException { InnerException: TimeoutException };
}
