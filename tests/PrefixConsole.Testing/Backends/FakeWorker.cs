using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private static readonly ConcurrentBag<Socket> s_taken = [];

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

    /// <summary>Answers <c>/tokenize</c>; null: like any other path.</summary>
    public Func<HttpContext, Task>? Tokenize { get; set; }

    /// <summary>Bodies that <c>/tokenize</c> got.</summary>
    public ConcurrentQueue<string> Tokenized { get; } = new();

    /// <summary>Answers <c>/slots</c>; null: there is none.</summary>
    public string? Slots { get; set; }

    /// <summary>Path of <see cref="Metrics"/>.</summary>
    public string MetricsPath { get; set; } = "/metrics";

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

    /// <summary>An address where nobody listens, nor will: its port stays taken as long as the process lives.</summary>
    public static Uri RefusingAddress()
    {
        var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        s_taken.Add(taken);
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}"));
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
            case "/metrics" or "/prometheus/metrics":
                context.Response.StatusCode = context.Request.Path == MetricsPath ? 200 : 404;
                await context.Response.WriteAsync(context.Request.Path == MetricsPath ? Metrics : "");
                return;
            case "/slots":
                context.Response.StatusCode = Slots is null ? 501 : 200;
                await context.Response.WriteAsync(Slots ?? "");
                return;
            case "/tokenize" when Tokenize is not null:
                using (var reader = new StreamReader(context.Request.Body))
                {
                    Tokenized.Enqueue(await reader.ReadToEndAsync());
                }

                await Tokenize(context);
                return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToImmutableDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new RecordedRequest(context.Request.Method, context.Request.Path, headers, body.ToArray()));
        await Answer(context);
    }
}
