using PrefixConsole.Access;
using PrefixConsole.Alerts;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Api;

internal static class AlertsApi
{
    /// <summary>How far a back-test looks back by default, and at most.</summary>
    public const int DefaultHours = 24;

    public const int MaxHours = 24 * 30;

    /// <summary>Most changes of one answer.</summary>
    public const int MaxHistory = 1000;

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("/", List)
            .WithName("GetAlerts").WithSummary("All alert rules, those that fire first; format=csv for a table.")
            .Produces<AlertsDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        alerts.MapGet("/history", HistoryAsync)
            .WithName("GetAlertHistory")
            .WithSummary("When rules began and ended to fire, newest first; problem says why there may have been more. rule for one of them; range 15m, 1h, 6h, 24h or 7d, or from and to in ISO 8601, either of which may be left out; limit 1 to 1000, page on with before; format=csv for a table.")
            .Produces<AlertHistoryDto>().Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        alerts.MapGet("/prometheus-rules.yaml", (AlertMonitor monitor, HttpRequest request, HttpResponse response) =>
            {
                response.Headers.ContentDisposition = "attachment; filename=\"prefixconsole-rules.yaml\"";
                return Results.Text(PrometheusRules.Write(monitor.Read(), $"{request.Scheme}://{request.Host}"), "application/yaml");
            })
            .WithName("GetPrometheusRules").WithSummary("The rules that Prometheus can evaluate, with the thresholds in force.");
        api.MapGet("/grafana-dashboard.json", (HttpResponse response) =>
            {
                response.Headers.ContentDisposition = "attachment; filename=\"prefixconsole-dashboard.json\"";
                return Results.Text(GrafanaDashboard.Write(), "application/json");
            })
            .WithTags("Alerts").WithName("GetGrafanaDashboard").WithSummary("A Grafana dashboard over the metrics that the console's /metrics has.");
        alerts.MapGet("/rules/{id}", One)
            .WithName("GetAlertRule").WithSummary("One alert rule; its ETag goes into If-Match of a change.")
            .Produces<AlertDto>().ProducesProblem(StatusCodes.Status404NotFound);
        alerts.MapPut("/rules/{id}", PutAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("PutAlertRule")
            .WithSummary("Changes a rule. Needs If-Match: the rule's ETag, or that of the list. 409 when this rule was edited since; edits of other rules and silences are no conflict.")
            .Accepts<AlertRequest>("application/json")
            .Produces<AlertsDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
        alerts.MapPost("/rules/{id}/back-test", BackTestAsync)
            .WithName("BackTestAlertRule").WithSummary("What the rule would have done over past samples; changes nothing. hours 1 to 720.")
            .Accepts<AlertRequest>("application/json")
            .AddEndpointFilter<RouteHandlerBuilder, CostlyFilter>()
            .Produces<BackTest>()
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        alerts.MapPost("/rules/{id}/silence", SilenceAsync)
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("SilenceAlertRule").WithSummary("Silences a rule for some time.")
            .Accepts<SilenceRequest>("application/json")
            .Produces<AlertsDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        alerts.MapDelete("/rules/{id}/silence", async (string id, Actor actor, AlertActs acts, AlertBook book, AlertMonitor monitor, HttpResponse response) =>
            {
                if (AlertRules.Find(id) is not { } rule)
                {
                    return ApiProblem.NotFound("alert rule");
                }

                await acts.UnsilenceAsync(actor, rule);
                return Show(book, monitor, response);
            })
            .RequireAuthorization(AccessPolicies.Operate)
            .WithName("UnsilenceAlertRule").WithSummary("Ends a silence.")
            .Produces<AlertsDto>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? format, AlertBook book, AlertMonitor monitor, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(book.Revision);
        return TableFormat.Answer(format, "alerts", response, () => Dto(book, monitor), () => AlertCsv.Write(monitor.Read()));
    }

    private static async Task<IResult> HistoryAsync(
        string? rule, string? range, string? from, string? to, string? before, string? limit, string? format, AlertMonitor monitor, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var count = query.Int("limit", limit, AlertMonitor.HistoryKept, 1, MaxHistory);
        if (!string.IsNullOrEmpty(rule) && AlertRules.Find(rule) is null)
        {
            query.Refuse("rule", $"must be one of {string.Join(", ", AlertRules.All.Select(r => r.Id))}");
        }

        var after = query.Id("before", before, "the id of a change");
        var span = query.Range(range, from, to, time.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var (rows, problem) = await monitor.HistoryAsync(
            new AlertHistoryFilter { Rule = string.IsNullOrEmpty(rule) ? null : rule, From = span?.From, To = span?.To, Before = after }, count, cancellationToken);
        return TableFormat.Answer(
            format,
            "alert-history",
            response,
            () => new AlertHistoryDto([.. rows.Select(AlertChangeDto.From)], rows.Count == count ? rows[^1].Id : null, problem),
            () => AlertCsv.Write(rows));
    }

    private static IResult One(string id, AlertMonitor monitor, HttpResponse response)
    {
        if (monitor.Read().FirstOrDefault(v => v.Rule.Id == id) is not { } view)
        {
            return ApiProblem.NotFound("alert rule");
        }

        response.Headers.ETag = RevisionTag.Of(view.Setting.Revision);
        return Results.Ok(AlertDto.From(view));
    }

    private static async Task<IResult> PutAsync(string id, HttpRequest request, HttpResponse response, Actor actor, AlertActs acts, AlertBook book, AlertMonitor monitor)
    {
        if (RevisionTag.Read(request, out var expected) is { } refused)
        {
            return refused;
        }

        var (rule, body, problem) = await ReadAsync(id, request);
        if (problem is not null)
        {
            return problem;
        }

        if (!await acts.ChangeAsync(actor, rule!, body!.Threshold, body.ForSeconds, body.Enabled ?? true, expected))
        {
            response.Headers.ETag = RevisionTag.Of(book.Of(id).Revision);
            return ApiProblem.Of(
                StatusCodes.Status409Conflict, "revision_conflict", "Another edit of this rule came first. Look at it, then send the current ETag.", ("current", Dto(book, monitor)));
        }

        return Show(book, monitor, response);
    }

    private static async Task<IResult> BackTestAsync(string id, string? hours, HttpRequest request, AlertMonitor monitor, CancellationToken cancellationToken)
    {
        var query = new ApiQuery();
        var span = query.Int("hours", hours, DefaultHours, 1, MaxHours);
        if (query.Errors.Count > 0)
        {
            return ApiProblem.Invalid(query.Errors);
        }

        var (rule, body, problem) = await ReadAsync(id, request);
        return problem ?? Results.Ok(await monitor.BackTestAsync(
            rule!, body!.Threshold ?? rule!.Threshold, body.ForSeconds is { } s ? TimeSpan.FromSeconds(s) : rule!.For, TimeSpan.FromHours(span), cancellationToken));
    }

    private static async Task<(AlertRule? Rule, AlertRequest? Body, IResult? Problem)> ReadAsync(string id, HttpRequest request)
    {
        if (AlertRules.Find(id) is not { } rule)
        {
            return (null, null, ApiProblem.NotFound("alert rule"));
        }

        var (body, problem) = await ApiBody.ReadAsync<AlertRequest>(request);
        if (body is null)
        {
            return (null, null, problem!);
        }

        var errors = AlertBook.Check(rule, body.Threshold, body.ForSeconds);
        return errors.Count > 0 ? (null, null, ApiProblem.Invalid(errors)) : (rule, body, null);
    }

    private static async Task<IResult> SilenceAsync(string id, HttpRequest request, HttpResponse response, Actor actor, AlertActs acts, AlertBook book, AlertMonitor monitor)
    {
        if (AlertRules.Find(id) is not { } rule)
        {
            return ApiProblem.NotFound("alert rule");
        }

        var (body, problem) = await ApiBody.ReadAsync<SilenceRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        if (AlertActs.CheckSilence(body.Minutes, body.Reason) is { Count: > 0 } errors)
        {
            return ApiProblem.Invalid(errors);
        }

        await acts.SilenceAsync(actor, rule, TimeSpan.FromMinutes(body.Minutes!.Value), body.Reason ?? "");
        return Show(book, monitor, response);
    }

    private static IResult Show(AlertBook book, AlertMonitor monitor, HttpResponse response)
    {
        response.Headers.ETag = RevisionTag.Of(book.Revision);
        return Results.Ok(Dto(book, monitor));
    }

    private static AlertsDto Dto(AlertBook book, AlertMonitor monitor)
    {
        var views = monitor.Read();
        return new AlertsDto(book.Revision, views.Count(v => v.Loud), [.. views.Select(AlertDto.From)]);
    }
}
