using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NetMQ;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.KvEvents;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>One life of a worker, from listening to stopped: its own Kestrel and its own engine with an empty cache.</summary>
internal sealed class WorkerRun : IAsyncDisposable
{
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_bindRetry = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _app;
    private readonly WorkerFaults _faults;
    private readonly string _workerId;
    private Task _loop = Task.CompletedTask;

    private WorkerRun(SimulatedWorkerOptions options, IPEndPoint listen, WorkerFaults faults, PromptTokenizer tokenizer, WordTokenSource words, TimeProvider time)
    {
        _faults = faults;
        _workerId = options.Id;
        Loop = new EngineLoop(new SimulatedEngine(options.Engine with { RecordBlockEvents = options.Engine.RecordBlockEvents || options.KvEvents is not null }, words, time), time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        _app = builder.Build();
        Map(options, tokenizer, words, time);
    }

    public EngineLoop Loop { get; }

    /// <summary>Null when the worker publishes no events.</summary>
    public KvPublisher? Publisher { get; private set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<WorkerRun> StartAsync(
        SimulatedWorkerOptions options, IPEndPoint listen, WorkerFaults faults, PromptTokenizer tokenizer, WordTokenSource words, TimeProvider time, CancellationToken cancellationToken)
    {
        var run = new WorkerRun(options, listen, faults, tokenizer, words, time);
        try
        {
            if (options.KvEvents is { } events)
            {
                run.Publisher = await OpenAsync(events, options, faults, time, cancellationToken);
                run.Loop.BlocksChanged += run.Publisher.Publish;
            }

            await run._app.StartAsync(cancellationToken);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }

        run._loop = Task.Run(() => run.Loop.RunAsync(run._stopping.Token), CancellationToken.None);
        return run;
    }

    /// <summary>Breaks every open request off, as a killed process would, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var limit = new CancellationTokenSource(s_stopTimeout);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Publisher?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A socket closes on a thread of the library: the ports of the life before may stay taken for a moment.</summary>
    private static async Task<KvPublisher> OpenAsync(
        KvEventOptions events, SimulatedWorkerOptions options, WorkerFaults faults, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new KvPublisher(events, options.Host, options.Engine.BlockSize, faults.Events, time);
            }
            catch (NetMQException) when (TimeProvider.System.GetElapsedTime(started) < s_stopTimeout)
            {
                await Task.Delay(s_bindRetry, TimeProvider.System, cancellationToken);
            }
        }
    }

    private void Map(SimulatedWorkerOptions options, PromptTokenizer tokenizer, WordTokenSource words, TimeProvider time)
    {
        var names = new ServedNames(options.Model, options.Adapters);
        var inference = new InferenceHandler(names, Loop, tokenizer, words, _faults, time);
        var utility = new UtilityHandler(names, Loop, tokenizer, Metrics(options, names, time), time.GetUtcNow().ToUnixTimeSeconds());
        Post("/v1/chat/completions", new ChatFormat());
        Post("/v1/completions", new CompletionsFormat());
        Post("/v1/responses", new ResponsesFormat());
        Post("/v1/messages", new MessagesFormat());
        _app.MapPost("/v1/embeddings", Guarded(UtilityHandler.EmbeddingsAsync));
        _app.MapPost("/tokenize", Guarded(utility.TokenizeAsync));
        _app.MapPost("/detokenize", Guarded(utility.DetokenizeAsync));
        _app.MapPost("/reset_prefix_cache", Guarded(utility.ResetPrefixCacheAsync));
        _app.MapGet("/v1/models", Guarded(utility.ModelsAsync));
        _app.MapGet("/health", Guarded(UtilityHandler.HealthAsync));
        _app.MapGet("/metrics", Guarded(utility.MetricsAsync));
        _app.MapFallback(Guarded((context, cancellationToken) =>
            JsonResponse.WriteAsync(context.Response, 404, ApiError.NotFound("Not Found").Write, cancellationToken)));

        void Post(string path, WireFormat format) =>
            _app.MapPost(path, Guarded((context, cancellationToken) => inference.HandleAsync(context, format, cancellationToken)));
    }

    private Func<string> Metrics(SimulatedWorkerOptions options, ServedNames names, TimeProvider time) => options.Metrics is MetricsDialect.Vllm
        ? new MetricsText(Loop.Engine, names, time).Write
        : new EngineMetricsText(Loop.Engine, names.Base, options.Metrics).Write;

    /// <summary>Names the worker in the response and ends the request with its client or with the worker.</summary>
    private RequestDelegate Guarded(Func<HttpContext, CancellationToken, Task> handler) => async context =>
    {
        context.Response.Headers["x-worker-id"] = _workerId;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await _faults.WhilePausedAsync(ended.Token);
            await handler(context, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            context.Abort();
        }
    };
}
