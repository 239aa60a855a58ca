using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

internal static class TryApi
{
    /// <summary>1 MiB of text with every byte escaped as six, and the rest.</summary>
    private const int MaxBodyBytes = (6 * DryRunner.MaxPromptBytes) + ApiBody.MaxBytes;

    public static void MapTry(this IEndpointRouteBuilder api) => api
        .MapPost("/try", AskAsync)
        .RequireAuthorization(AccessPolicies.Operate)
        .AddEndpointFilter<RouteHandlerBuilder, CostlyFilter>()
        .WithName("Try")
        .WithTags("Decisions")
        .WithSummary("Where a request would go, by strategy: nothing is sent, counted or kept. format=csv for a table. Needs the scope operate.")
        .Accepts<TryRequest>("application/json")
        .Produces<TryDto>()
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> AskAsync(
        string? format, HttpRequest request, HttpResponse response, [FromServices] DryRunner runner, [FromServices] StrategyCatalog catalog)
    {
        if (format is not (null or "" or "json" or "csv"))
        {
            return ApiProblem.Invalid("format", "must be json or csv");
        }

        var (body, problem) = await ApiBody.ReadAsync<TryRequest>(request, maxBytes: MaxBodyBytes);
        if (body is null)
        {
            return problem!;
        }

        var errors = Check(body, catalog);
        if (errors.Count > 0)
        {
            return ApiProblem.Invalid(errors);
        }

        var result = await runner.AskAsync(Question(body), request.HttpContext.RequestAborted);
        response.Headers.CacheControl = "no-store";
        return result switch
        {
            { TooLarge: true, Errors: [var error, ..] } => ApiProblem.Of(
                StatusCodes.Status413PayloadTooLarge, "prompt_too_large", $"'{error.Field}' {error.Message}.", ("errors", result.Errors)),
            { Answer: not { } } => ApiProblem.Invalid(result.Errors),
            { Answer: var answer } => Show(TryDto.From(answer), format, response),
        };
    }

    private static IResult Show(TryDto answer, string? format, HttpResponse response)
    {
        if (format != "csv")
        {
            return Results.Ok(answer);
        }

        response.Headers.ContentDisposition = "attachment; filename=\"try.csv\"";
        return Results.Text(TryCsv.Write(answer), "text/csv", Encoding.UTF8);
    }

    private static List<FieldError> Check(TryRequest body, StrategyCatalog catalog)
    {
        var errors = new List<FieldError>();
        var asked = (body.Text is null ? 0 : 1) + (body.Request is null ? 0 : 1) + (body.Prefix is null && body.Tokens is null ? 0 : 1);
        if (asked != 1)
        {
            errors.Add(new FieldError("text", "one of text, request, prefix or tokens must be given, and no two but prefix and tokens"));
        }

        if (body.Request is { ValueKind: not JsonValueKind.Object })
        {
            errors.Add(new FieldError("request", "must be the JSON object that a client would send"));
        }

        if (body.Request is not null)
        {
            NotWith(errors, "request", "model", body.Model);
            NotWith(errors, "request", "cacheSalt", body.CacheSalt);
        }
        else if (body.Prefix is not null)
        {
            NotWith(errors, "prefix", "model", body.Model);
            NotWith(errors, "prefix", "cacheSalt", body.CacheSalt);
            NotWith(errors, "prefix", "tenant", body.Tenant);
        }

        for (var i = 0; i < (body.Strategies?.Length ?? 0); i++)
        {
            if (body.Strategies![i] is not { } strategy)
            {
                errors.Add(new FieldError($"strategies[{i}]", "must be a strategy"));
                continue;
            }

            errors.AddRange(StrategyInput.CheckSpec(strategy, catalog).Select(e => e with { Field = $"strategies[{i}].{e.Field}" }));
        }

        return errors;
    }

    private static void NotWith(List<FieldError> errors, string given, string field, string? value)
    {
        if (value is not null)
        {
            errors.Add(new FieldError(field, $"must be left out: the {given} has its own"));
        }
    }

    private static DryRunQuestion Question(TryRequest body) => new()
    {
        Prompt = body.Request is { } whole ? JsonMarshal.GetRawUtf8Value(whole).ToArray() : Encoding.UTF8.GetBytes(body.Text ?? ""),
        Prefix = body.Prefix,
        Tokens = body.Tokens,
        IsRequest = body.Request is not null,
        Path = body.Path,
        Model = body.Model,
        CacheSalt = body.CacheSalt,
        Tenant = body.Tenant,
        Session = body.Session,
        Strategies = [.. (body.Strategies ?? []).Select(s => s.ToSpec())],
        Revisions = [.. body.Revisions ?? []],
    };
}
