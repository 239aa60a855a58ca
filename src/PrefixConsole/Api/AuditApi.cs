using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", GetAsync)
        .RequireAuthorization(AccessPolicies.Audit)
        .WithTags("Audit")
        .WithName("GetAudit")
        .WithSummary("Who changed what, newest first; needs the scope audit. range 15m, 1h, 6h, 24h or 7d, or from and to in ISO 8601, either of which may be left out. limit 1 to 1000, page on with before; format=csv for a table of all that match, however many, or limit for fewer.")
        .Produces<AuditPageDto>()
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetAsync(
        string? who, string? action, string? target, string? result, string? range, string? from, string? to, string? before, string? limit, string? format, AuditLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var table = format == "csv";
        var count = table ? query.Int("limit", limit, int.MaxValue, 1, int.MaxValue) : query.Int("limit", limit, 100, 1, AuditLog.PageLimit);
        if (format is not (null or "" or "json" or "csv"))
        {
            query.Refuse("format", "must be json or csv");
        }

        if (!string.IsNullOrEmpty(result) && !AuditResults.All.Contains(result))
        {
            query.Refuse("result", $"must be one of {string.Join(", ", AuditResults.All)}");
        }

        var after = query.Id("before", before, "the id of an entry");
        var span = query.Range(range, from, to, time.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var filter = new AuditFilter { Who = Empty(who), Action = Empty(action), Target = Empty(target), Result = Empty(result), From = span?.From, To = span?.To, Before = after };
        var (rows, problem) = await log.ReadAsync(filter, count, cancellationToken);
        if (!table)
        {
            return Results.Ok(new AuditPageDto([.. rows.Select(AuditEntryDto.From)], rows.Count == count ? rows[^1].Id : null, problem));
        }

        // A table has no place to say that a part is missing.
        return problem is null
            ? new AuditCsvStream(log, filter, rows, count)
            : ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", problem);
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
