using System.Net;
using System.Text;
using System.Text.Json;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>Requests that no worker gets to see.</summary>
public sealed class RefusedRequestTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_UnknownModel_Answers404AndIsRecorded()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("w", worker.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat.Replace("\"m\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model_not_found", await GatewayHarness.CodeAsync(response));
        var entry = await gateway.CompletedAsync();
        Assert.Equal(DecisionReasons.UnknownModel, entry.Decision.Reason);
        Assert.Equal(404, entry.Outcome!.StatusCode);
        Assert.Empty(worker.Requests);
    }

    [Fact]
    public async Task Post_AnthropicError_TakesAnthropicsForm()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var response = await gateway.PostAsync("/v1/messages", """{"model":"m","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("overloaded_error", json.RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Post_BodyTooLarge_Answers413AndCloses()
    {
        await using var gateway = await GatewayHarness.StartAsync(settings: ("Gateway:MaxRequestBytes", "2048"));
        foreach (var chunked in new[] { false, true })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(new string(' ', 5000), Encoding.UTF8, "application/json") };
            request.Headers.TransferEncodingChunked = chunked;

            using var response = await gateway.Client.SendAsync(request, Cancel);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.True(response.Headers.ConnectionClose);
            Assert.Equal("request_too_large", await GatewayHarness.CodeAsync(response));
        }

        Assert.Equal(0, gateway.Log.Total);
    }

    [Fact]
    public async Task Requests_ThatMakeNoSense_GetOpenAIErrors()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        using var wrongType = await gateway.SendAsync("/v1/chat/completions", new StringContent(Chat, Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrongType.StatusCode);
        Assert.Equal("unsupported_media_type", await GatewayHarness.CodeAsync(wrongType));

        using var malformed = await gateway.PostAsync("/v1/chat/completions", "{\"model\":");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal("invalid_json", await GatewayHarness.CodeAsync(malformed));

        using var wrongMethod = await gateway.Client.GetAsync("/v1/chat/completions", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Equal("method_not_allowed", await GatewayHarness.CodeAsync(wrongMethod));

        using var unknown = await gateway.PostAsync("/v1/nothing", Chat);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("unknown_path", await GatewayHarness.CodeAsync(unknown));
        Assert.Equal(0, gateway.Log.Total);
    }
}
