using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Access;
using PrefixConsole.Hosting;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Access;

/// <summary>Logging in as a browser does, with its cookies, against the whole app.</summary>
public sealed partial class LoginTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_LogsInOnce_ThenAnotherIsThere()
    {
        await using var app = await RunningApp.StartAsync();
        using var browser = new Browser(app);
        var link = app.Services.GetRequiredService<LoginLink>();
        var first = link.Of(browser.Address);

        Assert.EndsWith("/login?ReturnUrl=%2Fworkers", (await browser.GetAsync("/workers")).Redirect, StringComparison.Ordinal);
        Assert.Contains("Log in once at", (await browser.GetAsync("/login")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/login/link?t=wrong")).Status);
        Assert.Equal("/", (await browser.GetAsync(first)).Redirect);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/workers")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/audit")).Status);

        var (refused, _) = await app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditFilter { Result = "refused" }, 10, Stop);
        Assert.Equal("session.login", Assert.Single(refused).Action);

        using var thief = new Browser(app);
        var stolen = await thief.GetAsync(first);
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.Status);
        Assert.Contains("used already", stolen.Text, StringComparison.Ordinal);
        Assert.NotEqual(first, link.Of(browser.Address));
        Assert.Equal("/", (await thief.GetAsync(link.Of(browser.Address))).Redirect);
    }

    [Fact]
    public async Task Link_NeverSendsElsewhere()
    {
        await using var app = await RunningApp.StartAsync();
        foreach (var target in new[] { "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)" })
        {
            using var browser = new Browser(app);
            var link = app.Services.GetRequiredService<LoginLink>().Of(browser.Address);
            Assert.Equal("/", (await browser.GetAsync($"{link}&returnUrl={Uri.EscapeDataString(target)}")).Redirect);
        }
    }

    [Fact]
    public async Task Password_GivesTheUsersRole_AndIsLimited()
    {
        await using var app = await RunningApp.StartAsync(
            "--Access:Users:0:Name=vic", $"--Access:Users:0:PasswordHash={Passwords.Hash("correct horse")}", "--Access:Users:0:Role=viewer");
        using var browser = new Browser(app);

        var wrong = await browser.LogInAsync("vic", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.Status);
        Assert.Contains("Wrong name or password", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.LogInAsync("<script>", "wrong")).Status);
        Assert.Equal("/workers", (await browser.LogInAsync("vic", "correct horse", "/workers")).Redirect);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/workers")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/audit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/api/workers/sim-1/drain")).Status);

        using var guesser = new Browser(app);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            answers.Add((await guesser.LogInAsync("vic", $"guess {i}")).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        var (rows, _) = await app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditFilter { Action = "session.login", Result = "refused" }, 50, Stop);
        Assert.Single(rows, r => r.Note.StartsWith("too many", StringComparison.Ordinal));
        Assert.All(rows, r => Assert.DoesNotContain("guess", r.Note + r.Before + r.After, StringComparison.Ordinal));
        Assert.NotEmpty(rows);
    }

    [Fact]
    public async Task LogOut_EndsTheSession()
    {
        await using var app = await RunningApp.StartAsync();
        using var browser = new Browser(app);
        await browser.GetAsync(app.Services.GetRequiredService<LoginLink>().Of(browser.Address));
        Assert.Equal("/login", (await browser.PostAsync("/logout")).Redirect);
        Assert.Contains("/login", (await browser.GetAsync("/")).Redirect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogIn_WhereNoKeysCanBeWritten_Succeeds()
    {
        // Below a file there is no folder, for root neither.
        var file = Path.GetTempFileName();
        await using var app = await RunningApp.StartAsync("--Storage:Provider=sqlite", "--Storage:OpenTimeout=00:02:00", $"--Storage:Path={Path.Combine(file, "console.db")}");
        using var browser = new Browser(app);

        Assert.Equal("/", (await browser.GetAsync(app.Services.GetRequiredService<LoginLink>().Of(browser.Address))).Redirect);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/workers")).Status);
    }

    [Fact]
    public async Task LogOut_EndsACopiedCookieToo()
    {
        await using var app = await RunningApp.StartAsync();
        using var browser = new Browser(app);
        await browser.GetAsync(app.Services.GetRequiredService<LoginLink>().Of(browser.Address));
        using var thief = new Browser(app, browser);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/workers")).Status);

        await browser.PostAsync("/logout");

        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/workers")).Status);
        Assert.Contains("/login", (await thief.GetAsync("/")).Redirect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamingTheFirstUser_EndsLinkAndItsSessions_AndANewRoleTheUsers()
    {
        await using var app = await RunningApp.StartAsync();
        using var local = new Browser(app);
        await local.GetAsync(app.Services.GetRequiredService<LoginLink>().Of(local.Address));
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("/api/workers")).Status);

        var configuration = (IConfigurationRoot)app.Services.GetRequiredService<IConfiguration>();
        configuration["Access:Users:0:Name"] = "olga";
        configuration["Access:Users:0:PasswordHash"] = Passwords.Hash("correct horse");
        configuration["Access:Users:0:Role"] = "operator";
        configuration.Reload();

        Assert.Equal(HttpStatusCode.Unauthorized, (await local.GetAsync("/api/workers")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await local.GetAsync(app.Services.GetRequiredService<LoginLink>().Of(local.Address))).Status);
        using var olga = new Browser(app);
        Assert.Equal("/", (await olga.LogInAsync("olga", "correct horse")).Redirect);
        Assert.Equal(HttpStatusCode.OK, (await olga.GetAsync("/api/workers")).Status);

        configuration["Access:Users:0:Role"] = "viewer";
        configuration.Reload();
        Assert.Equal(HttpStatusCode.Unauthorized, (await olga.GetAsync("/api/workers")).Status);
    }

    [Fact]
    public async Task Provider_GivesTheRoleOfTheClaim_OrNobody()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var app = await RunningApp.StartAsync(
            $"--Access:Oidc:Authority={provider.Address}", "--Access:Oidc:AllowHttp=true", $"--Access:Oidc:ClientId={FakeProvider.Client}",
            $"--Access:Oidc:ClientSecret={FakeProvider.Secret}", "--Access:Oidc:Roles:sre=operator", "--Access:Oidc:Roles:audit=auditor");
        using var browser = new Browser(app);

        Assert.Contains("Log in with your organisation", (await browser.GetAsync("/login")).Text, StringComparison.Ordinal);
        Assert.Equal("/workers", await browser.AtProviderAsync("/login/oidc?returnUrl=/workers"));
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/api/workers/sim-1/drain")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/audit")).Status);
        var (rows, _) = await app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditFilter { Who = "grace" }, 10, Stop);
        Assert.Equal(["access.refused", "worker.drain", "session.login"], rows.Select(r => r.Action));

        provider.Groups = ["strangers"];
        using var stranger = new Browser(app);
        Assert.Equal("/login?error=provider", await stranger.AtProviderAsync("/login/oidc"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/workers")).Status);

        provider.Groups = ["sre"];
        provider.Name = "local";
        using var impostor = new Browser(app);
        Assert.Equal("/login?error=provider", await impostor.AtProviderAsync("/login/oidc"));
        var (refused, _) = await app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditFilter { Result = "refused", Action = "session.login" }, 10, Stop);
        Assert.Equal(["local", "grace"], refused.Select(r => r.Target));
    }

    [Theory]
    [InlineData("--Console:Url=http://0.0.0.0:0", "Access:Users")]
    [InlineData("--Console:Url=http://localhost.evil.example:0", "Access:Users")]
    [InlineData("--Access:Tokens:3:Scopes:0=god", "Access:Tokens:3:Scopes")]
    [InlineData("--Access:Users:0:Name=x", "Access:Users:0:PasswordHash")]
    [InlineData("--Access:Session=00:00:01", "Access:Session")]
    [InlineData("--Access:SessionLimit=00:00:01", "Access:SessionLimit")]
    [InlineData("--Access:ConnectionsPerUser=0", "Access:ConnectionsPerUser")]
    [InlineData("--Console:TrustedProxies:0=everybody", "Console:TrustedProxies:0")]
    [InlineData("--Access:Users:0:Name=Local", "Access:Users:0:Name")]
    [InlineData("--Access:Tokens:1:Name=auto-revert", "Access:Tokens:1:Name")]
    [InlineData("--Access:Oidc:Authority=http://login.example", "Access:Oidc:Authority")]
    public async Task BadConfiguration_NamesTheKey(string argument, string key)
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(async () =>
        {
            await using var app = await RunningApp.StartAsync(argument);
        });

        Assert.Contains(error.Failures, f => f.Contains(key, StringComparison.Ordinal));
    }

    /// <summary>Cookies and redirects as a browser has them; redirects are not followed, so that they can be looked at.</summary>
    private sealed partial class Browser : IDisposable
    {
        private readonly HttpClient _client;

        private readonly CookieContainer _cookies = new();

        /// <param name="app">Where to.</param>
        /// <param name="robbed">Whose cookies it has from the start.</param>
        public Browser(RunningApp app, Browser? robbed = null)
        {
            Address = app.Services.GetRequiredService<AppAddresses>().Console!;
            _cookies.Add(robbed?._cookies.GetAllCookies() ?? []);
            _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = _cookies }) { BaseAddress = Address };
        }

        public Uri Address { get; }

        public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

        public Task<Answer> PostAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path));

        public async Task<Answer> LogInAsync(string name, string password, string returnUrl = "/")
        {
            var page = await GetAsync($"/login?returnUrl={returnUrl}");
            var token = AntiforgeryField().Match(page.Text).Groups[1].Value;
            return await SendAsync(new HttpRequestMessage(HttpMethod.Post, "/login")
            {
                Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("returnUrl", returnUrl), new("name", name), new("password", password)]),
            });
        }

        /// <summary>Goes to the provider and back; where it ends.</summary>
        public async Task<string> AtProviderAsync(string path)
        {
            var there = await GetAsync(path);
            var form = await GetAsync(there.Redirect);
            var fields = Field().Matches(form.Text).Select(m => new KeyValuePair<string, string>(m.Groups[1].Value, m.Groups[2].Value));
            var back = await SendAsync(new HttpRequestMessage(HttpMethod.Post, Action().Match(form.Text).Groups[1].Value) { Content = new FormUrlEncodedContent(fields) });
            return back.Redirect;
        }

        public void Dispose() => _client.Dispose();

        private async Task<Answer> SendAsync(HttpRequestMessage request)
        {
            using (request)
            {
                using var response = await _client.SendAsync(request, Stop);
                var redirect = response.Headers.Location is { } to ? to.IsAbsoluteUri && to.Authority == Address.Authority ? to.PathAndQuery : to.ToString() : "";
                return new Answer(response.StatusCode, redirect, await response.Content.ReadAsStringAsync(Stop));
            }
        }

        [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
        private static partial Regex AntiforgeryField();

        [GeneratedRegex("<input name=\"([^\"]+)\" value=\"([^\"]*)\"")]
        private static partial Regex Field();

        [GeneratedRegex("action=\"([^\"]+)\"")]
        private static partial Regex Action();
    }

    private sealed record Answer(HttpStatusCode Status, string Redirect, string Text);
}
