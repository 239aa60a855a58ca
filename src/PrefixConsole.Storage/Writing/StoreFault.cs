using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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

    /// <summary>
    /// Whether the row itself is at fault, so that no later try can store it: SQLite's constraint, too big and mismatch, PostgreSQL's classes
    /// 22 and 23, or an error of ours before the database was asked.
    /// </summary>
    public static bool IsOfTheRow(Exception error) => error switch
    {
        DbUpdateException { InnerException: { } inner } => IsOfTheRow(inner),
        SqliteException sqlite => sqlite.SqliteErrorCode is 18 or 19 or 20,
        PostgresException postgres => postgres.SqlState.StartsWith("22", StringComparison.Ordinal) || postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => !Is(error),
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
