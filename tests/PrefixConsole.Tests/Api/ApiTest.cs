using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Api;

/// <summary>A host per test, and short ways to ask it.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    internal ConsoleHost Host { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Settings of the host beside those of all tests.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public ValueTask InitializeAsync() => new(StartAgainAsync());

    public virtual async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a host with the same settings in the place of a stopped one.</summary>
    protected async Task StartAgainAsync() => Host = await ConsoleHost.StartAsync(Settings, Cancel);

    protected async Task<JsonElement> GetAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json!.Value;
    }

    protected async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body = null, string? ifMatch = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Host.Client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        JsonElement? json = type.EndsWith("json", StringComparison.Ordinal) ? JsonDocument.Parse(text).RootElement.Clone() : null;
        return new Answer(response.StatusCode, type, text, json, response.Headers.ETag?.ToString(), response.Headers.Location?.ToString());
    }

    /// <summary>What the audit log says was before and after the newest act of a kind.</summary>
    protected async Task<(string? Before, string? After)> StatesOfAsync(string action)
    {
        var (rows, _) = await Host.Get<AuditLog>().ReadAsync(new AuditFilter { Action = action }, 1, Cancel);
        return (rows[0].Before, rows[0].After);
    }

    protected static string[] Fields(Answer answer) =>
        [.. answer.Json!.Value.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!)];

    protected static string Code(Answer answer) => answer.Json!.Value.GetProperty("code").GetString()!;

    protected sealed record Answer(HttpStatusCode Status, string Type, string Text, JsonElement? Json, string? Tag, string? Location);
}
