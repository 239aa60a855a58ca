using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Requests;

/// <summary>What users write is neither logged nor kept, whatever happens to their requests.</summary>
public sealed class PromptPrivacyTests
{
    private const string Canary = "canary-7f3a";

    public static TheoryData<string, string, string> Requests { get; } = new()
    {
        { "answered", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"CANARY"}]}""" },
        { "answered", "/v1/completions", """{"model":"m","prompt":"CANARY"}""" },
        { "answered", "/v1/responses", """{"model":"m","input":"CANARY"}""" },
        { "answered", "/v1/messages", """{"model":"m","messages":[{"role":"user","content":"CANARY"}]}""" },
        { "refused by the worker, which repeats it", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"CANARY"}]}""" },
        { "worker breaks off", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"CANARY"}]}""" },
        { "no worker", "/v1/chat/completions", """{"model":"other","messages":[{"role":"user","content":"CANARY"}]}""" },
        { "not JSON", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"CANARY""" },
        { "wrong type", "/v1/chat/completions", """{"model":"m","messages":"CANARY"}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_LeavesNoTextInLogsOrDecisions(string what, string path, string body)
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Tokenize = async context =>
        {
            // as an engine that does not like the question
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($$$"""{"error":{"message":"cannot render {{{Canary}}}"}}""");
        };
        worker.Answer = what switch
        {
            "refused by the worker, which repeats it" => RefuseAsync,
            "worker breaks off" => BreakOffAsync,
            _ => worker.Answer,
        };
        await using var gateway = await GatewayHarness.StartAsync(false, ("Tokens:Default", "worker"), ("Tokens:TimeoutMilliseconds", "10000"));
        gateway.Add("a", worker.Address);

        using var response = await gateway.PostAsync(path, body.Replace("CANARY", Canary, StringComparison.Ordinal));
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(what == "answered", response.StatusCode == HttpStatusCode.OK);
        var entries = gateway.Log.Latest(10);
        Assert.DoesNotContain(Canary, JsonSerializer.Serialize(entries.Select(e => new { e.Decision.Request, e.Outcome })), StringComparison.Ordinal);
        Assert.NotEmpty(gateway.Logged.All);
        Assert.DoesNotContain(gateway.Logged.All, line => line.Contains(Canary, StringComparison.Ordinal));
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsync($$$"""{"error":{"message":"bad prompt {{{Canary}}}"}}""");
    }

    private static Task BreakOffAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
