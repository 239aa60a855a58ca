using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PrefixConsole.Testing.Backends;

/// <summary>A hand-written OpenAI worker on a real Kestrel listener: does what its switches say, and records what it got.</summary>
public sealed class FakeWorker : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeWorker(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Requests other than probes, in order of arrival.</summary>
    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>Answers a prompt; see <see cref="FakeAnswers"/>.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = FakeAnswers.Json("""{"object":"chat.completion","choices":[]}""");

    /// <summary>Answers <c>/health</c>.</summary>
    public Func<HttpContext, Task> Health { get; set; } = _ => Task.CompletedTask;

    public string Models { get; set; } = """{"object":"list","data":[{"id":"m"}]}""";

    public string Metrics { get; set; } = "";

    public static async Task<FakeWorker> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var worker = new FakeWorker(app);
        app.Run(worker.HandleAsync);
        await app.StartAsync();
        worker.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return worker;
    }

    /// <summary>An address where nobody listens.</summary>
    public static async Task<Uri> RefusingAddressAsync()
    {
        var worker = await StartAsync();
        await worker.DisposeAsync();
        return worker.Address;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/health":
                await Health(context);
                return;
            case "/v1/models":
                await context.Response.WriteAsync(Models);
                return;
            case "/metrics":
                await context.Response.WriteAsync(Metrics);
                return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToImmutableDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new RecordedRequest(context.Request.Method, context.Request.Path, headers, body.ToArray()));
        await Answer(context);
    }
}
