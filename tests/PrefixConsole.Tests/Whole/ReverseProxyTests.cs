using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Hosting;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Whole;

/// <summary>What a proxy says of a request's origin counts when it is one of those that are trusted, and from nobody else.</summary>
public sealed class ReverseProxyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trusted_AuditHasTheClientsAddress_NotOneThatTheClientMadeUp()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1", "--Console:TrustedProxies:0=127.0.0.1", "--Console:TrustedProxies:1=10.0.0.0/8");

        Assert.Equal("API 203.0.113.7", await OriginAsync(app, ("X-Forwarded-For", "203.0.113.7")));
        // Through two of ours; what came with the request stands before what our first one saw.
        Assert.Equal("API 203.0.113.7", await OriginAsync(app, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.1.2.3")));
        Assert.Equal("API 127.0.0.1", await OriginAsync(app));
    }

    [Theory]
    [InlineData("--Console:Environment=none")]
    [InlineData("--Console:TrustedProxies:0=10.0.0.0/8")]
    public async Task NotTrusted_HeadersAreNotHeard(string argument)
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1", argument);

        Assert.Equal("API 127.0.0.1", await OriginAsync(app, ("X-Forwarded-For", "203.0.113.7")));
        Assert.DoesNotContain("; secure", await CookieAsync(app, ("X-Forwarded-Proto", "https")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trusted_TlsEndsAtTheProxy_CookiesAreSecure()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1", "--Console:TrustedProxies:0=127.0.0.1");

        Assert.Contains("; secure", await CookieAsync(app, ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")), StringComparison.Ordinal);
        Assert.DoesNotContain("; secure", await CookieAsync(app, ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "http")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BoundToLoopback_AnswersToTheNamesOfItsProxy_AndNoOthers()
    {
        await using var app = await RunningApp.StartAsync("--DemoFleet:Workers=1", "--Console:Hosts:0=console.example.org");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "Console.example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(app, "evil.example.org"));
    }

    private static async Task<string> OriginAsync(RunningApp app, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Post, $"api/workers/{app.Registry.Workers[0].Id}/undrain", headers);
        using var answer = await app.Console.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (rows, _) = await app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditFilter { Action = "worker.undrain" }, 1, Stop);
        return rows.Single().Origin;
    }

    private static async Task<string> CookieAsync(RunningApp app, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        var link = app.Services.GetRequiredService<LoginLink>().Of(app.Services.GetRequiredService<AppAddresses>().Console!);
        using var request = Request(HttpMethod.Get, link, headers);
        using var answer = await client.SendAsync(request, Stop);
        return answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("prefixconsole-", StringComparison.Ordinal)).ToLowerInvariant();
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningApp app, string host)
    {
        using var request = Request(HttpMethod.Get, "api/workers", ("Host", host));
        using var answer = await app.Console.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
