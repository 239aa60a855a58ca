using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Access;

/// <summary>Goes through what is really mapped, so that a new route cannot be forgotten.</summary>
public sealed class EndpointAccessTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    // They compute, and change nothing.
    private static readonly string[] s_computeOnly = ["POST /api/strategy/preview", "POST /api/alerts/rules/{id}/back-test"];

    // Logging in and out, and the framework's own ways to open and close a connection that was checked like a page.
    private static readonly string[] s_notOfTheApi = ["POST /login/", "POST /logout", "POST /hubs/telemetry/negotiate", "POST /_blazor/negotiate", "POST /_blazor/disconnect", "POST /_blazor/disconnect/"];

    // Whoever is not logged in: the log-in itself, and files that are the same for everybody.
    private static readonly string[] s_anonymous = ["/login/", "/login/link", "/login/oidc"];

    private IEnumerable<RouteEndpoint> Endpoints => fixture.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        // The gateway's have keys of their own, and a listener.
        .Where(e => !Route(e).StartsWith("/v1", StringComparison.Ordinal) && !Route(e).StartsWith("/health", StringComparison.Ordinal));

    [Fact]
    public void EveryWrite_NeedsMoreThanReading()
    {
        var open = (
            from endpoint in Endpoints
                // Pages take posts, as forms need them, and are what their fallback policy lets see.
            where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            where method is not ("GET" or "HEAD" or "OPTIONS")
            let policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy)
            where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || policies.All(p => p is null or AccessPolicies.Read)
            select $"{method} {Route(endpoint)}").Distinct().ToArray();

        Assert.Equal([], open.Except([.. s_computeOnly, .. s_notOfTheApi]));
        Assert.Equal(s_computeOnly.Order(), open.Where(o => o.Contains("/api/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void NothingIsOpenToEverybody_ButTheLogInAndFiles()
    {
        var open = Endpoints
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Where(e => !e.Metadata.Any(m => m.GetType().Name.StartsWith("StaticAsset", StringComparison.Ordinal)))
            .Select(Route)
            // The browsable page of the API checks the log-in itself; its icon and scripts are the same for everybody.
            .Where(route => !route.StartsWith("/api-docs/", StringComparison.Ordinal) || !Path.HasExtension(route))
            .Distinct();

        Assert.Equal(s_anonymous.Order(), open.Order());
    }

    [Fact]
    public async Task KeyOfTheGateway_OpensNothingHere_AndATokenOfTheConsoleNothingThere()
    {
        const string Key = "gw-key-1234567890";
        await using var app = await RunningApp.StartAsync("--Gateway:Keys:0:Name=acme", $"--Gateway:Keys:0:Hash={TokenBook.HashOf(Key)}", "--Gateway:Keys:0:Tenant=acme");

        app.Console.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var admin = await app.Console.GetAsync("/api/workers", TestContext.Current.CancellationToken);
        app.Gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Admin);
        using var models = await app.Gateway.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        app.Gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var own = await app.Gateway.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, admin.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, models.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
}
