using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Forwarding;

/// <summary>A real gateway on a real listener, with workers put into the registry as ready. Probes are off unless asked for.</summary>
internal sealed class GatewayHarness : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;

    private GatewayHarness(WebApplication app, Uri address, LogLines logged)
    {
        _app = app;
        Logged = logged;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Patience };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public WorkerRegistry Registry => Get<WorkerRegistry>();

    /// <summary>Everything the gateway and its server logged, of all levels.</summary>
    public LogLines Logged { get; }

    public DecisionLog Log => Get<DecisionLog>();

    public ApproximatePrefixTree Predicted => Get<ApproximatePrefixTree>();

    public string DemoToken => Get<DemoToken>().Value;

    public static async Task<GatewayHarness> StartAsync(bool probes = false, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logged = new LogLines();
        builder.Logging.ClearProviders().AddProvider(logged).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(settings
            .Append(("Routing:Strategy", "least-loaded"))
            .ToDictionary(s => s.Item1, s => (string?)s.Item2));
        builder.Services.AddPrefixGateway(builder.Configuration);
        if (!probes)
        {
            builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(WorkerProber)));
        }

        GatewayListener? listener = null;
        builder.WebHost.ConfigureKestrel(k => listener = k.ListenGateway("http://127.0.0.1:0"));
        var app = builder.Build();
        app.MapWhen(c => c.IsGateway(), branch => branch.UseRouting().UseEndpoints(e => e.MapPrefixGateway()));
        await app.StartAsync();
        return new GatewayHarness(app, listener!.Address, logged);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Worker Add(string id, Uri address, string model = "m", bool ready = true)
    {
        var worker = Registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = address, Models = [model] })!;
        if (ready)
        {
            Registry.SetStatus(worker, WorkerStatus.Ready, "test");
        }

        return worker;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<HttpResponseMessage> SendAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Version = HttpVersion.Version11 };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The newest log entry, once it is complete.</summary>
    public async Task<DecisionEntry> CompletedAsync()
    {
        await UntilAsync(() => Log.Latest(1) is [{ Outcome: not null }]);
        return Log.Latest(1)[0];
    }

    /// <summary>The code of an error in OpenAI's form, which it must have.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        Assert.Equal(new MediaTypeHeaderValue("application/json"), response.Content.Headers.ContentType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = json.RootElement.GetProperty("error");
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("type").GetString()));
        Assert.True(error.TryGetProperty("param", out _));
        return error.GetProperty("code").GetString();
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
