using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using PrefixConsole.Access;
using PrefixConsole.Api;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;
using PrefixConsole.Tests.Api;

namespace PrefixConsole.Tests.Access;

/// <summary>Who may do what through the admin API, on a real port.</summary>
public sealed class AccessApiTests : ApiTest
{
    private const string Worker = """{"id":"w1","url":"http://10.0.0.1"}""";

    public static TheoryData<string, string, string?> Writes => new()
    {
        { "POST", "/api/workers", Worker },
        { "DELETE", "/api/workers/w1", null },
        { "POST", "/api/workers/check", Worker },
        { "POST", "/api/workers/w1/pin", null },
        { "DELETE", "/api/workers/w1/pin", null },
        { "POST", "/api/workers/w1/drain", null },
        { "POST", "/api/workers/w1/undrain", null },
        { "POST", "/api/workers/w1/reset-index", null },
        { "POST", "/api/workers/w1/kv-events", "[1.0,[],0]" },
        { "POST", "/api/ingest/w1/resync", null },
        { "POST", "/api/ingest/w1/quarantine", """{"on":true}""" },
        { "PUT", "/api/strategy", """{"name":"random"}""" },
        { "POST", "/api/strategy/confirm", null },
        { "POST", "/api/strategy/revert", null },
        { "POST", "/api/strategy/revisions/1/restore", null },
        { "POST", "/api/strategy/trial", """{"name":"random","reason":"x","sharePercent":10}""" },
        { "PUT", "/api/strategy/trial", """{"sharePercent":10}""" },
        { "POST", "/api/strategy/trial/promote", """{"reason":"x"}""" },
        { "DELETE", "/api/strategy/trial", null },
        { "POST", "/api/strategy/schedule", """{"name":"random","reason":"x","at":"2099-01-01T00:00:00Z"}""" },
        { "DELETE", "/api/strategy/schedule/abc", null },
        { "PUT", "/api/prefixes/x/label", """{"label":"x"}""" },
        { "PUT", "/api/demo-traffic", """{"running":true}""" },
        { "POST", "/api/try", """{"text":"hi"}""" },
        { "POST", "/api/tokens", """{"name":"x","scopes":["read"]}""" },
        { "DELETE", "/api/tokens/x", null },
        { "POST", "/api/tokens/x/rotate", """{"overlapMinutes":0}""" },
        { "PUT", "/api/alerts/rules/queue", """{"threshold":10}""" },
        { "POST", "/api/alerts/rules/queue/silence", """{"minutes":5}""" },
        { "POST", "/api/demo-fleet/sim-1/faults", """{"fault":"none"}""" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ByAViewer_Is403AndAudited(string method, string path, string? body)
    {
        As(TestTokens.Viewer);
        var answer = await SendAsync(new HttpMethod(method), path, body, ifMatch: "\"rev-1\"");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("not_allowed", Code(answer));
        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter(), 10, Cancel);
        var row = Assert.Single(rows);
        Assert.Equal(("viewer", AuditResults.Refused, $"{method} {path}"), (row.Who, row.Result, row.Target));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_ByNobody_Is401(string method, string path, string? body)
    {
        As(null);
        var answer = await SendAsync(new HttpMethod(method), path, body, ifMatch: "\"rev-1\"");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("not_logged_in", Code(answer));
    }

    [Theory]
    [InlineData("/api/overview")]
    [InlineData("/api/workers")]
    [InlineData("/api/strategy")]
    [InlineData("/api/decisions")]
    [InlineData("/api/prefixes")]
    [InlineData("/api/accuracy")]
    [InlineData("/api/ingest")]
    [InlineData("/api/openapi/v1.json")]
    [InlineData("/hubs/telemetry")]
    public async Task Read_WithoutOrWithAnUnknownToken_Is401(string path)
    {
        As(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, path)).Status);
        As("pfx_unknown");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Scanner_IsRefusedEachTime_AndWrittenDownSomeTimes()
    {
        As(null);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, $"/api/workers/w{i}/drain")).Status);
        }

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = "access" }, 100, Cancel);
        Assert.InRange(rows.Count, RefusalLimit.Written, RefusalLimit.Written + 10);
    }

    [Fact]
    public async Task Write_ByAnOperator_IsDoneAndAudited()
    {
        As(TestTokens.Operator);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/workers", Worker)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"try"}""", ifMatch: "\"rev-1\"")).Status);

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Result = AuditResults.Done }, 10, Cancel);
        Assert.Equal(["strategy.apply", "worker.add"], rows.Select(r => r.Action));
        Assert.All(rows, r => Assert.Equal(("operator", "token: operate"), (r.Who, r.Role)));
        Assert.All(rows, r => Assert.StartsWith("API ", r.Origin, StringComparison.Ordinal));
        Assert.Equal("try", rows[0].Note);
        Assert.Contains("approximate-prefix", rows[0].Before, StringComparison.Ordinal);
        Assert.Contains("random", rows[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConflictAndInvalidInput_AreAuditedToo()
    {
        await SendAsync(HttpMethod.Put, "/api/strategy", """{"name":"random","reason":"try"}""", ifMatch: "\"rev-7\"");
        await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"w 1","url":"http://10.0.0.1"}""");

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter(), 10, Cancel);
        Assert.Equal([AuditResults.Invalid, AuditResults.Conflict], rows.Select(r => r.Result));
        Assert.Contains("id", rows[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OfABadConfiguration_KeepsUsersAndTokensUntilItIsMended()
    {
        var configuration = (IConfigurationRoot)Host.Get<IConfiguration>();
        configuration["Access:Tokens:1:Scopes:0"] = "god";
        configuration.Reload();
        As(TestTokens.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/workers")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/workers", Worker)).Status);

        configuration["Access:Tokens:1:Scopes:0"] = "operate";
        configuration["Access:SessionLimit"] = "soon";
        configuration.Reload();
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/workers", Worker)).Status);

        configuration["Access:SessionLimit"] = "1.00:00:00";
        configuration.Reload();
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/workers", Worker)).Status);
    }

    [Theory]
    [InlineData("/api/try", """{"text":"hi","model":"m"}""")]
    [InlineData("/api/strategy/preview", """{"name":"random"}""")]
    [InlineData("/api/alerts/rules/queue/back-test", "{}")]
    public async Task CostlyQuestion_BeyondTwoAtATime_Is429UntilOneIsAnswered(string path, string body)
    {
        var questions = Host.Get<CostlyQuestions>();
        As(TestTokens.Operator);
        var first = questions.Take("operator");
        using var second = questions.Take("operator");
        Assert.Null(questions.Take("operator"));

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var refused = await Host.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
        As(TestTokens.Admin);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(HttpMethod.Post, path, body)).Status);

        first!.Dispose();
        As(TestTokens.Operator);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(HttpMethod.Post, path, body)).Status);
    }

    [Fact]
    public async Task Token_AfterItsTime_Is401WithTheReason()
    {
        var configuration = (IConfigurationRoot)Host.Get<IConfiguration>();
        configuration["Access:Tokens:1:ExpiresAt"] = "2020-01-01T00:00:00Z";
        configuration.Reload();
        As(TestTokens.Viewer);

        var answer = await SendAsync(HttpMethod.Get, "/api/workers");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("token_expired", Code(answer));
        As(TestTokens.Admin);
        Assert.Contains("2020-01-01", (await SendAsync(HttpMethod.Get, "/api/tokens")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithATimeInThePast_OrAReservedName_IsNotMade()
    {
        var past = await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["read"],"expiresAt":"2020-01-01T00:00:00Z"}""");
        Assert.Equal(["expiresAt"], Fields(past));
        foreach (var name in new[] { "auto-revert", "Configuration", " local", "nobody", "restart", "Guardrail", "auto-end" })
        {
            Assert.Equal(["name"], Fields(await SendAsync(HttpMethod.Post, "/api/tokens", $$"""{"name":"{{name}}","scopes":["read"]}""")));
        }

        var made = await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["read"],"expiresAt":"2999-01-01T00:00:00Z"}""");
        As(made.Json!.Value.GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/workers")).Status);
    }

    [Fact]
    public async Task Token_MayNotGrantWhatItsMakerLacks()
    {
        var only = (await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"clerk","scopes":["admin"]}""")).Json!.Value.GetProperty("token").GetString();
        As(only);

        Assert.Equal(["scopes"], Fields(await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["read","operate"]}""")));
        Assert.Equal(["scopes"], Fields(await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["audit"]}""")));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["read","admin"]}""")).Status);
    }

    [Fact]
    public async Task Token_Rotated_ShowsItsSecretOnce_AndIsAuditedWithoutIt()
    {
        var old = (await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"x","scopes":["read"]}""")).Json!.Value.GetProperty("token").GetString();

        Assert.Equal(["overlapMinutes"], Fields(await SendAsync(HttpMethod.Post, "/api/tokens/x/rotate", """{"overlapMinutes":99999}""")));
        Assert.Equal(["overlapMinutes"], Fields(await SendAsync(HttpMethod.Post, "/api/tokens/x/rotate", "{}")));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "/api/tokens/viewer/rotate", """{"overlapMinutes":0}""")).Status);
        var made = await SendAsync(HttpMethod.Post, "/api/tokens/x/rotate", """{"overlapMinutes":60}""");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var secret = made.Json!.Value.GetProperty("token").GetString()!;
        Assert.NotEqual(old, secret);
        foreach (var valid in new[] { old, secret })
        {
            As(valid);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/workers")).Status);
        }

        As(TestTokens.Admin);
        var list = await SendAsync(HttpMethod.Get, "/api/tokens");
        Assert.Contains("earlierUntil", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenBook.HashOf(secret), list.Text, StringComparison.Ordinal);
        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = "token.rotate" }, 10, Cancel);
        Assert.Equal([AuditResults.Done, AuditResults.Failed, AuditResults.Invalid, AuditResults.Invalid], rows.Select(r => r.Result));
        Assert.Contains("60", rows[0].After, StringComparison.Ordinal);
        Assert.All(rows, r => Assert.DoesNotContain(secret, $"{r.Note} {r.After}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("people", "name,role", "vera,viewer")]
    [InlineData("gateway-keys", "name,tenant,models", "acme,acme,m")]
    [InlineData("tokens", "name,scopes,by", "viewer,read,configuration")]
    public async Task WhoMayComeIn_IsForAdministrators_AndHasNoHash(string table, string header, string row)
    {
        var hash = TokenBook.HashOf("gw-secret");
        var configuration = (IConfigurationRoot)Host.Get<IConfiguration>();
        configuration["Access:Users:0:Name"] = "vera";
        configuration["Access:Users:0:Role"] = "viewer";
        configuration["Access:Users:0:PasswordHash"] = Passwords.Hash("correct horse battery");
        configuration["Gateway:Keys:0:Name"] = "acme";
        configuration["Gateway:Keys:0:Hash"] = hash;
        configuration["Gateway:Keys:0:Models:0"] = "m";
        configuration.Reload();

        var csv = await SendAsync(HttpMethod.Get, $"/api/{table}?format=csv");
        var json = await SendAsync(HttpMethod.Get, $"/api/{table}");

        Assert.StartsWith(header, csv.Text, StringComparison.Ordinal);
        Assert.Contains(row, csv.Text, StringComparison.Ordinal);
        Assert.True(json.Json!.Value.GetArrayLength() > 0);
        Assert.All(new[] { csv.Text, json.Text }, text =>
        {
            Assert.DoesNotContain(hash, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(configuration["Access:Users:0:PasswordHash"]!, text, StringComparison.Ordinal);
        });
        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, $"/api/{table}?format=xml")));
        As(TestTokens.Operator);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, $"/api/{table}")).Status);
    }

    /// <summary>A table opened in a spreadsheet runs nothing, whatever somebody calls a token or gives as a reason.</summary>
    [Fact]
    public async Task HostileNames_AreTextInTables()
    {
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"=cmd|' /C calc'!A0","scopes":["read"]}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/alerts/rules/queue/silence", """{"minutes":5,"reason":"=cmd<script>\u202e"}""")).Status);

        var tokens = (await SendAsync(HttpMethod.Get, "/api/tokens?format=csv")).Text;
        var audit = (await SendAsync(HttpMethod.Get, "/api/audit?format=csv")).Text;

        Assert.DoesNotMatch(@"(?m)(^|,)""?=cmd", tokens);
        Assert.DoesNotMatch(@"(?m)(^|,)""?=cmd", audit);
        Assert.Contains("=cmd<script>", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ForEvents_PostsEventsAndNothingElse()
    {
        Host.AddWorker("w1");
        var secret = (await SendAsync(HttpMethod.Post, "/api/tokens", """{"name":"engine","scopes":["events"]}""")).Json!.Value.GetProperty("token").GetString();
        As(secret);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/api/workers/w1/kv-events", "[1.0,[],0]")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/api/workers/w1/drain")).Status);
        foreach (var path in new[] { "/api/workers", "/api/overview", "/api/openapi/v1.json", "/hubs/telemetry", "/api/audit", "/api/tokens" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, path)).Status);
        }
    }

    [Fact]
    public async Task Viewer_CannotFloodTheAuditLog()
    {
        As(TestTokens.Viewer);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, $"/api/workers/w{i}/drain")).Status);
        }

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Who = "viewer" }, 100, Cancel);
        Assert.InRange(rows.Count, RefusalLimit.Written, RefusalLimit.Written + 10);
    }

    [Theory]
    [InlineData("/api/audit")]
    [InlineData("/api/tokens")]
    public async Task Read_OfWhatFewMaySee_IsRefusedAndWrittenDown(string path)
    {
        As(TestTokens.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, path)).Status);

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Who = "viewer" }, 10, Cancel);
        Assert.Equal((AuditResults.Refused, $"GET {path}"), (Assert.Single(rows).Result, rows[0].Target));
    }

    [Fact]
    public async Task Act_ThatThrows_IsWrittenDownAsFailed()
    {
        var acts = Host.Get<Acts>();
        var admin = new Actor("ada", "admin", Roles.Of(Roles.Admin)!.Value, "test");

        await Assert.ThrowsAsync<NotSupportedException>(() => acts.DoAsync(admin, "x.y", "t", bool () => throw new NotSupportedException("no"), () => null));

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = "x.y" }, 10, Cancel);
        Assert.Equal((AuditResults.Failed, "no"), (Assert.Single(rows).Result, rows[0].Note));
    }

    private void As(string? token) =>
        Host.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
}
