using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PrefixConsole.Access;
using PrefixConsole.Hosting;

namespace PrefixConsole.Tests.Whole;

/// <summary>What every answer of the console says to a browser.</summary>
public sealed partial class HeaderTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/login", true)]
    [InlineData("/api/workers", true)]
    [InlineData("/api/nothing-here", true)]
    [InlineData("/", false)]
    [InlineData("/api-docs/v1", false)]
    [InlineData("/css/console.css", false)]
    public async Task Answer_LimitsWhatAPageMayDo(string path, bool isPrivate)
    {
        using var answer = await fixture.App.Console.GetAsync(path, Stop);

        var policy = string.Join("; ", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal(path.StartsWith("/api-docs", StringComparison.Ordinal), ScriptSource().Match(policy).Value.Contains("unsafe-inline", StringComparison.Ordinal));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(!isPrivate || answer.Headers.CacheControl is { NoStore: true });
    }

    [Fact]
    public async Task Page_InlineScripts_CarryTheNonceOfTheirAnswer()
    {
        using var first = await fixture.App.Console.GetAsync("/", Stop);
        using var second = await fixture.App.Console.GetAsync("/", Stop);

        var nonces = new[] { first, second }.Select(a => Nonce().Match(string.Join(' ', a.Headers.GetValues("Content-Security-Policy"))).Groups[1].Value).ToArray();
        Assert.NotEqual(nonces[0], nonces[1]);
        var page = WebUtility.HtmlDecode(await first.Content.ReadAsStringAsync(Stop));
        Assert.All(InlineScript().Matches(page), script => Assert.Contains($"nonce=\"{nonces[0]}\"", script.Value, StringComparison.Ordinal));
        Assert.NotEmpty(InlineScript().Matches(page));
    }

    [Fact]
    public async Task SessionCookie_IsOutOfReachOfScriptsAndOtherSites_AndSecureUnderHttps()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var link = fixture.App.Services.GetRequiredService<LoginLink>().Of(fixture.App.Services.GetRequiredService<AppAddresses>().Console!);
        using var answer = await client.GetAsync(link, Stop);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("prefixconsole-", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("; secure", cookie, StringComparison.Ordinal);

        var options = fixture.App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(AccessSchemes.Cookie);
        Assert.True(options.Cookie.Build(new DefaultHttpContext { Request = { Scheme = "https" } }).Secure);
    }

    [GeneratedRegex("script-src [^;]*")]
    private static partial Regex ScriptSource();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\bsrc=)[^>]*>")]
    private static partial Regex InlineScript();
}
