using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>Keys of the data plane, over real sockets.</summary>
public sealed class GatewayKeyTests
{
    private const string Acme = "pfx_acme";
    private const string Beta = "pfx_beta";

    private static readonly (string Key, string Value)[] s_keys =
    [
        ("Gateway:Keys:0:Name", "acme"),
        ("Gateway:Keys:0:Hash", HashOf(Acme)),
        ("Gateway:Keys:0:Tenant", "acme-corp"),
        ("Gateway:Keys:1:Name", "beta"),
        ("Gateway:Keys:1:Hash", HashOf(Beta).ToUpperInvariant()),
        ("Gateway:Keys:1:Models:0", "other"),
        ("Gateway:TrustTenantHeader", "true"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "/v1/chat/completions", "invalid_request_error")]
    [InlineData("pfx_wrong", "/v1/chat/completions", "invalid_request_error")]
    [InlineData("", "/v1/messages", "authentication_error")]
    [InlineData(null, "/v1/models", "invalid_request_error")]
    public async Task NoKeyOrAWrongOne_Is401InTheApisOwnForm(string? key, string path, string type)
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(settings: s_keys);
        gateway.Add("w", worker.Address);

        using var answer = await SendAsync(gateway, path, key);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(type, body.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Empty(worker.Requests);
        Assert.Equal(0, gateway.Log.Total);
    }

    [Fact]
    public async Task Key_GivesItsTenant_AndNoWorkerSeesIt()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(settings: s_keys);
        gateway.Add("w", worker.Address);

        using var answer = await SendAsync(gateway, "/v1/chat/completions", Acme, tenant: "somebody-else");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("acme-corp", gateway.Log.Latest(1)[0].Decision.Request.Tenant);
        var got = Assert.Single(worker.Requests);
        Assert.DoesNotContain(got.Headers, h => h.Value.Contains(Acme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_OfAnthropicsKind_IsTakenToo()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(settings: s_keys);
        gateway.Add("w", worker.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = JsonContent.Create(new { model = "m", max_tokens = 5, messages = new[] { new { role = "user", content = "hello" } } }),
        };
        request.Headers.Add("x-api-key", Acme);

        using var answer = await gateway.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(Assert.Single(worker.Requests).Headers, h => h.Value.Contains(Acme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_WithoutTheModel_SeesNoneOfIt()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(settings: s_keys);
        gateway.Add("w", worker.Address);

        using var refused = await SendAsync(gateway, "/v1/chat/completions", Beta);
        using var models = await SendAsync(gateway, "/v1/models", Beta);
        using var all = await SendAsync(gateway, "/v1/models", Acme);

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Empty(worker.Requests);
        Assert.Equal(0, await CountAsync(models));
        Assert.Equal(1, await CountAsync(all));
    }

    [Fact]
    public async Task WithoutKeys_TheClientsAuthorizationGoesToTheWorker()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var answer = await SendAsync(gateway, "/v1/chat/completions", "sk-engine");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(Assert.Single(worker.Requests).Headers, h => h.Value == "Bearer sk-engine");
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<int> CountAsync(HttpResponseMessage models)
    {
        using var body = JsonDocument.Parse(await models.Content.ReadAsStringAsync(Stop));
        return body.RootElement.GetProperty("data").GetArrayLength();
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayHarness gateway, string path, string? key, string? tenant = null)
    {
        using var request = new HttpRequestMessage(path == "/v1/models" ? HttpMethod.Get : HttpMethod.Post, path);
        if (request.Method == HttpMethod.Post)
        {
            request.Content = JsonContent.Create(new { model = "m", max_tokens = 5, messages = new[] { new { role = "user", content = "hello" } } });
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        if (tenant is not null)
        {
            request.Headers.Add("x-prefix-tenant", tenant);
        }

        return await gateway.Client.SendAsync(request, Stop);
    }
}
