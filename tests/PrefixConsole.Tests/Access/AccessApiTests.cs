using System.Net;
using System.Net.Http.Headers;
using PrefixConsole.Access;
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
        { "PUT", "/api/prefixes/x/label", """{"label":"x"}""" },
        { "PUT", "/api/demo-traffic", """{"running":true}""" },
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
        await SendAsync(HttpMethod.Put, "/api/strategy", """{"name":"random"}""", ifMatch: "\"rev-7\"");
        await SendAsync(HttpMethod.Post, "/api/workers", """{"id":"w 1","url":"http://10.0.0.1"}""");

        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter(), 10, Cancel);
        Assert.Equal([AuditResults.Invalid, AuditResults.Conflict], rows.Select(r => r.Result));
        Assert.Contains("id", rows[0].Note, StringComparison.Ordinal);
    }

    private void As(string? token) =>
        Host.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
}
