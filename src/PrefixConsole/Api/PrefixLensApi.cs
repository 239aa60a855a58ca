using System.Text;
using Microsoft.AspNetCore.Mvc;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

internal static class PrefixLensApi
{
    public static void MapPrefixLens(this IEndpointRouteBuilder prefixes) => prefixes
        .MapGet("/lens", Look)
        .WithName("GetPrefixLens")
        .WithSummary("Who holds which prefixes: lens ab (workers a and b; show only-a, both or only-b), duplicates or cold (idle minutes); namespace, or tenant, model, adapter and salt (by its name there, or none); max 1 to 1000, format json or csv.")
        .Produces<PrefixLensDto>()
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Look(
        string? lens,
        string? a,
        string? b,
        string? show,
        [FromQuery(Name = "namespace")] string? space,
        string? tenant,
        string? model,
        string? adapter,
        string? salt,
        string? idle,
        string? max,
        string? format,
        PrefixLenses lenses,
        WorkerRegistry registry,
        HttpResponse response)
    {
        var query = new ApiQuery();
        var errors = new List<FieldError>();
        var wanted = PrefixLensWords.LensOf(lens);
        if (wanted is null)
        {
            errors.Add(new FieldError("lens", $"must be one of {PrefixLensWords.Lenses}"));
        }

        if (wanted is PrefixLens.Compare)
        {
            CheckWorkers(a, b, registry, errors);
        }

        var side = PrefixLensWords.SideOf(show);
        if (side is null && !string.IsNullOrEmpty(show))
        {
            errors.Add(new FieldError("show", $"must be one of {PrefixLensWords.Sides}"));
        }

        var minutes = query.Int("idle", idle, (int)PrefixLensQuery.DefaultColdAfter.TotalMinutes, 0, PrefixLensWords.MaxIdleMinutes);
        var count = query.Int("max", max, 200, 1, PrefixLenses.MaxRows);
        errors.AddRange(query.Errors);
        if (format is not (null or "" or "json" or "csv"))
        {
            errors.Add(new FieldError("format", "must be json or csv"));
        }

        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var view = lenses.Look(new PrefixLensQuery
        {
            Lens = wanted!.Value,
            A = wanted is PrefixLens.Compare ? new WorkerId(a!) : null,
            B = wanted is PrefixLens.Compare ? new WorkerId(b!) : null,
            Side = side,
            Namespace = string.IsNullOrEmpty(space) ? null : space,
            Filter = PrefixesApi.Filter(tenant, model, adapter, salt),
            ColdAfter = TimeSpan.FromMinutes(minutes),
            Max = count,
        });
        if (view is null)
        {
            return ApiProblem.NotFound("worker");
        }

        if (format != "csv")
        {
            return Results.Ok(PrefixLensDto.From(wanted.Value, view));
        }

        response.Headers.ContentDisposition = $"attachment; filename=\"prefixes-{PrefixLensWords.Of(wanted.Value)}.csv\"";
        return Results.Text(PrefixLensCsv.Write(view.Rows), "text/csv", Encoding.UTF8);
    }

    private static void CheckWorkers(string? a, string? b, WorkerRegistry registry, List<FieldError> errors)
    {
        foreach (var (field, worker) in new[] { ("a", a), ("b", b) })
        {
            if (string.IsNullOrEmpty(worker) || registry.Find(new WorkerId(worker)) is null)
            {
                errors.Add(new FieldError(field, "must name a worker that is there"));
            }
        }

        if (errors.Count == 0 && a == b)
        {
            errors.Add(new FieldError("b", "must be another worker than a"));
        }
    }
}
