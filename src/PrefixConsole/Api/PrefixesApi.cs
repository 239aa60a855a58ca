using System.Text;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Api;

internal static class PrefixesApi
{
    public static void MapPrefixes(this IEndpointRouteBuilder api)
    {
        var prefixes = api.MapGroup("/prefixes").WithTags("Prefixes");
        prefixes.MapGet("/", (string? parent, string? worker, string? max, PrefixExplorer explorer) => Children(parent, worker, max, explorer))
            .WithName("GetPrefixes").WithSummary("Roots, or the children of a run, largest first; max 1 to 5000.")
            .Produces<PrefixTreeDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        prefixes.MapGet("/tree", Tree)
            .WithName("GetPrefixTree").WithSummary("The largest part of the tree that fits in maxNodes, and what share of the whole it is; tenant, model, adapter and salt (its name in a namespace, or none) narrow it.")
            .Produces<PrefixTreeDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        prefixes.MapGet("/tree.csv", TreeCsv)
            .WithName("GetPrefixTreeCsv").WithSummary("The same as CSV, safe to open in a spreadsheet.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        prefixes.MapPrefixLens();
        prefixes.MapLabelRules();
        prefixes.MapGet("/{id}", (string id, string? worker, PrefixExplorer explorer) => explorer.Find(id, Worker(worker)) is { } node
                ? Results.Ok(PrefixNodeDto.From(node))
                : ApiProblem.NotFound("prefix"))
            .WithName("GetPrefix").WithSummary("One run.")
            .Produces<PrefixNodeDto>().ProducesProblem(StatusCodes.Status404NotFound);
        prefixes.MapPut("/{id}/label", LabelAsync)
            .WithName("PutPrefixLabel").WithSummary("Names a run; null or empty takes the name away. A restart keeps it.")
            .RequireAuthorization(AccessPolicies.Operate)
            .Accepts<LabelRequest>("application/json")
            .Produces<PrefixNodeDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static IResult Children(string? parent, string? worker, string? max, PrefixExplorer explorer)
    {
        var query = new ApiQuery();
        var count = query.Int("max", max, 200, 1, PrefixExplorer.MaxNodes);
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        return Show(explorer.Children(string.IsNullOrEmpty(parent) ? null : parent, Worker(worker), count));
    }

    internal static IResult Differences(string worker, string? show, string? max, PrefixComparer comparer)
    {
        var query = new ApiQuery();
        var count = query.Int("max", max, 100, 1, PrefixComparer.MaxRows);
        var wanted = string.IsNullOrEmpty(show) ? PrefixDifferences.Differs : PrefixDifferences.Parse(show);
        if (query.Errors.Count > 0 || wanted is null)
        {
            return wanted is null ? ApiProblem.Invalid("show", $"must be one of {PrefixDifferences.Names}") : ApiProblem.Invalid(query.Errors);
        }

        return comparer.Compare(new WorkerId(worker)) is { } comparison
            ? Results.Ok(PrefixComparisonDto.From(comparison, match => PrefixDifferences.Is(match, wanted), count))
            : ApiProblem.NotFound("worker");
    }

    /// <summary>The filter of a query; empty parts do not filter.</summary>
    internal static PrefixFilter Filter(string? tenant, string? model, string? adapter, string? salt) =>
        new(Empty(tenant), Empty(model), Empty(adapter), Empty(salt));

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IResult Tree(string? root, string? worker, string? maxNodes, string? tenant, string? model, string? adapter, string? salt, PrefixExplorer explorer) =>
        Read(root, worker, maxNodes, Filter(tenant, model, adapter, salt), explorer, Show);

    private static IResult TreeCsv(
        string? root, string? worker, string? maxNodes, string? tenant, string? model, string? adapter, string? salt, PrefixExplorer explorer, HttpResponse response) =>
        Read(root, worker, maxNodes, Filter(tenant, model, adapter, salt), explorer, view =>
        {
            if (view is null)
            {
                return Show(view);
            }

            response.Headers.ContentDisposition = "attachment; filename=\"prefixes.csv\"";
            return Results.Text(PrefixCsv.Write(view.Nodes), "text/csv", Encoding.UTF8);
        });

    private static IResult Read(string? root, string? worker, string? maxNodes, PrefixFilter filter, PrefixExplorer explorer, Func<PrefixTreeView?, IResult> show)
    {
        var query = new ApiQuery();
        var count = query.Int("maxNodes", maxNodes, 300, 1, PrefixExplorer.MaxNodes);
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        return show(explorer.Tree(string.IsNullOrEmpty(root) ? null : root, Worker(worker), count, filter));
    }

    private static async Task<IResult> LabelAsync(string id, HttpRequest request, Actor actor, Acts acts, PrefixExplorer explorer, LabelBook labels)
    {
        var (body, problem) = await ApiBody.ReadAsync<LabelRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        if (explorer.Find(id) is not { } before)
        {
            return ApiProblem.NotFound("prefix");
        }

        if (!await acts.DoAsync(actor, "prefix.label", id, () => labels.Set(id, body.Label), done => LabelReports.Of(done, before.Label, body.Label)))
        {
            return ApiProblem.Invalid("label", "must be at most 80 characters, none of them control characters, and at most 10,000 runs can have one");
        }

        return explorer.Find(id) is { } node ? Results.Ok(PrefixNodeDto.From(node)) : ApiProblem.NotFound("prefix");
    }

    private static IResult Show(PrefixTreeView? view) =>
        view is null ? ApiProblem.NotFound("prefix or worker") : Results.Ok(PrefixTreeDto.From(view));

    private static WorkerId? Worker(string? id) => string.IsNullOrEmpty(id) ? null : new WorkerId(id);
}
