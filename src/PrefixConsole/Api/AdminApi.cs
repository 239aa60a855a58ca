using PrefixConsole.Access;
namespace PrefixConsole.Api;

/// <summary>The admin REST API: everything the console shows and does, for programs.</summary>
public static class AdminApi
{
    /// <summary>Name of the OpenAPI document.</summary>
    public const string Document = "v1";

    /// <summary>Registers the OpenAPI document of the admin API.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddSingleton<CostlyQuestions>();
        services.AddOpenApi(Document, options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) ?? false;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "PrefixConsole admin API";
                document.Info.Description =
                    "Errors are application/problem+json with a stable `code` and, for invalid input, `errors: [{field, message}]`.";
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>Maps <c>/api</c> and its document at <c>/api/openapi/v1.json</c>. The caller binds it to the console's listener.</summary>
    /// <returns>Conventions that apply to every resource.</returns>
    public static IEndpointConventionBuilder MapAdminApi(this IEndpointRouteBuilder endpoints)
    {
        var all = endpoints.MapGroup("/api");
        all.AddEndpointFilter<SameOriginFilter>();
        all.AddEndpointFilter<NotAllowedFilter>();
        all.AddEndpointFilter<JsonBodyFilter>();
        // Engines report and read nothing.
        all.MapKvEvents();
        // Of all others reading is the least; each write asks for more.
        var api = all.MapGroup("/").RequireAuthorization(AccessPolicies.Read);
        api.MapOverview();
        api.MapSamples();
        api.MapWorkers();
        api.MapIngest();
        api.MapStrategy();
        api.MapTrial();
        api.MapSchedule();
        api.MapDecisions();
        api.MapTry();
        api.MapPrefixes();
        api.MapAccuracy();
        api.MapDemoTraffic();
        api.MapDemoFleet();
        api.MapAudit();
        api.MapSettings();
        api.MapAlerts();
        api.MapOpenApi("/openapi/{documentName}.json");
        return all;
    }
}
