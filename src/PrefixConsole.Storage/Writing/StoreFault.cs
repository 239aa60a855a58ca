using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;

namespace PrefixConsole.Storage.Writing;

/// <summary>Tells a database in trouble from a defect of ours.</summary>
internal static class StoreFault
{
    public static bool Is(Exception error) => error switch
    {
        DbUpdateException { InnerException: { } inner } => Is(inner),
        DbException or IOException or SocketException or TimeoutException or UnauthorizedAccessException => true,
        // Npgsql and EF wrap a lost connection in it.
        InvalidOperationException { InnerException: { } inner } => Is(inner),
        AggregateException many => many.InnerExceptions.All(Is),
        OperationCanceledException => true,
        _ => false,
    };

    /// <summary>The innermost message on one line.</summary>
    public static string Cause(Exception error)
    {
        var inner = error;
        while (inner.InnerException is { } next)
        {
            inner = next;
        }

        var text = inner is OperationCanceledException ? "no answer in time" : inner.Message;
        return text.ReplaceLineEndings(" ").Trim();
    }
}
