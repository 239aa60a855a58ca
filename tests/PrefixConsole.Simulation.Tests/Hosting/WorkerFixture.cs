using System.Text;
using System.Text.Json;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Tests.Hosting;

/// <summary>A started worker and a client of it.</summary>
internal sealed class WorkerFixture : IAsyncDisposable
{
    public static readonly string LongText = string.Concat(Enumerable.Range(0, 60).Select(i => $"Line {i} of a long prompt that fills blocks. "));

    private static readonly PromptTokenizer s_tokenizer = new();
    private static readonly WordTokenSource s_words = new();

    private WorkerFixture(SimulatedWorker worker)
    {
        Worker = worker;
        Client = new HttpClient { BaseAddress = worker.Address, Timeout = TimeSpan.FromSeconds(20) };
    }

    public SimulatedWorker Worker { get; }

    public HttpClient Client { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WorkerFixture> StartAsync(double speed = 1000, params string[] adapters)
    {
        var worker = new SimulatedWorker(
            new SimulatedWorkerOptions { Id = "w1", Model = "m", Adapters = adapters, Engine = new EngineOptions { Blocks = 512, SpeedFactor = speed } },
            s_tokenizer,
            s_words,
            TimeProvider.System);
        await worker.StartAsync(Cancellation);
        return new WorkerFixture(worker);
    }

    public static string Chat(string content, string more = "") =>
        $$"""{"model":"m","messages":[{"role":"user","content":{{JsonSerializer.Serialize(content)}}}]{{more}}}""";

    public Task<HttpResponseMessage> PostAsync(string path, string body) =>
        Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    public async Task<(int Status, JsonElement Body)> JsonAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    /// <summary>Lines of an event stream, without the empty ones.</summary>
    public async Task<string[]> StreamAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static JsonElement[] Data(string[] lines) =>
        [.. lines.Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => JsonDocument.Parse(l[6..]).RootElement)];

    /// <summary>Waits until the engine's numbers satisfy the condition.</summary>
    public async Task UntilAsync(Func<EngineSnapshot, bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!condition(Worker.Engine!))
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Worker.DisposeAsync();
    }
}
