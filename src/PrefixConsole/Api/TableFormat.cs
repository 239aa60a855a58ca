using System.Text;

namespace PrefixConsole.Api;

/// <summary>Answers the same table as JSON or, with <c>format=csv</c>, as a CSV file.</summary>
internal static class TableFormat
{
    /// <param name="format">What the query says: json, csv or nothing.</param>
    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="response">Gets the file's name.</param>
    /// <param name="json">Makes the objects.</param>
    /// <param name="csv">Makes the table.</param>
    public static IResult Answer(string? format, string name, HttpResponse response, Func<object> json, Func<string> csv)
    {
        switch (format)
        {
            case null or "" or "json":
                return Results.Ok(json());
            case "csv":
                response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
                return Results.Text(csv(), "text/csv", Encoding.UTF8);
            default:
                return ApiProblem.Invalid("format", "must be json or csv");
        }
    }
}
