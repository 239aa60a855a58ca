using System.Text;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

/// <summary>Answers with the audit log as CSV, written while it is read, however long it is.</summary>
/// <param name="log">Read page by page.</param>
/// <param name="filter">What is asked for.</param>
/// <param name="first">Read before the answer starts, so that a store that is gone is a 503 and not half a file.</param>
/// <param name="limit">Most rows.</param>
internal sealed class AuditCsvStream(AuditLog log, AuditFilter filter, IReadOnlyList<AuditRow> first, int limit) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        var text = new StringBuilder();
        AuditCsv.AppendHeader(text);
        var (page, left) = (first, limit);
        try
        {
            while (true)
            {
                foreach (var row in page)
                {
                    AuditCsv.AppendEntry(text, row);
                }

                await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
                text.Clear();
                left -= page.Count;
                if (left <= 0 || page.Count < AuditLog.PageLimit)
                {
                    return;
                }

                var last = page[^1];
                (page, var problem) = await log.ReadAsync(filter with { Before = last.Id }, Math.Min(left, AuditLog.PageLimit), httpContext.RequestAborted);
                if (problem is not null)
                {
                    // The status is sent: only a connection that breaks tells the reader that rows are missing.
                    httpContext.Abort();
                    return;
                }

                if (page.Count > 0 && page[0].At > last.At)
                {
                    // The last one grew too old meanwhile and is gone, and so is all that was older.
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }
}
