using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;

namespace PrefixConsole.Api;

internal static class LabelRulesApi
{
    public static void MapLabelRules(this IEndpointRouteBuilder prefixes)
    {
        prefixes.MapGet("/label-rules", Show)
            .WithName("GetLabelRules").WithSummary("The rules that name prefixes, and how many each names.")
            .Produces<LabelRulesDto>();
        prefixes.MapPut("/label-rules", PutAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("PutLabelRules").WithSummary("Replaces the rules that name prefixes. Needs If-Match.")
            .Accepts<LabelRulesRequest>("application/json")
            .Produces<LabelRulesDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static async Task<IResult> PutAsync(
        HttpRequest request, HttpResponse response, Actor actor, LabelRuleActs acts, LabelRuleBook book, PrefixExplorer explorer)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ApiBody.ReadAsync<LabelRulesRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        if (body.Rules is null)
        {
            return ApiProblem.Invalid("rules", "is required; an empty list takes all rules away");
        }

        if (LabelRules.Check(body.Rules) is { Count: > 0 } errors)
        {
            return ApiProblem.Invalid(errors);
        }

        if (!await acts.ChangeAsync(actor, [.. body.Rules.OfType<LabelRule>()], expected))
        {
            response.Headers.ETag = RevisionTag.Of(book.Current.Revision);
            return ApiProblem.Of(
                StatusCodes.Status409Conflict, "revision_conflict", "Another change came first. Look at it, then send the current ETag.", ("current", Dto(book, explorer)));
        }

        return Show(book, explorer, response);
    }

    private static IResult Show(LabelRuleBook book, PrefixExplorer explorer, HttpResponse response)
    {
        var dto = Dto(book, explorer);
        response.Headers.ETag = RevisionTag.Of(dto.Revision);
        return Results.Ok(dto);
    }

    private static LabelRulesDto Dto(LabelRuleBook book, PrefixExplorer explorer)
    {
        var (revision, rules) = book.Current;
        var reach = explorer.Reach(new LabelRules(rules));
        return new LabelRulesDto(revision, rules, reach.Runs, reach.ReadShare);
    }
}
