using System.Text;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Api;

/// <summary>Answers with decisions as CSV, written while they are read.</summary>
/// <param name="pages">What is asked for.</param>
/// <param name="first">Read before the answer starts, so that a store that is gone is a 503 and not half a file.</param>
/// <param name="limit">Most rows.</param>
internal sealed class DecisionCsvStream(DecisionPages pages, StoredSelection first, int limit) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"decisions.csv\"";
        var text = new StringBuilder();
        DecisionCsv.AppendHeader(text);
        var (page, left) = (first, limit);
        try
        {
            while (true)
            {
                foreach (var entry in page.Entries)
                {
                    DecisionCsv.AppendEntry(text, entry);
                }

                await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
                text.Clear();
                left -= page.Entries.Count;
                if (left <= 0 || page.Next is not { } before)
                {
                    return;
                }

                page = await pages.ReadAsync(Math.Min(left, DecisionQuery.MaxLimit), before, httpContext.RequestAborted);
            }
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            // The status is sent: only a connection that breaks tells the reader that rows are missing.
            httpContext.Abort();
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
    }
}
