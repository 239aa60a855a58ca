using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Accuracy;

/// <summary>The whole path: a client, the gateway on a socket, and a worker that reports cached tokens and KV events.</summary>
public sealed class AccountingTests : IAsyncLifetime
{
    private const int Tokens = 320;
    private FakeWorker _engine = null!;
    private GatewayHarness _gateway = null!;
    private Worker _worker = null!;
    private ulong _batch;

    public async ValueTask InitializeAsync()
    {
        _engine = await FakeWorker.StartAsync();
        _gateway = await GatewayHarness.StartAsync(settings: ("Gateway:TrustTenantHeader", "true"));
        _worker = _gateway.Add("w1", _engine.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Post_NoUsageOfTheCache_HasNoAccountAndIsCountedAsNotReporting()
    {
        _engine.Answer = FakeAnswers.Json("""{"choices":[],"usage":{"prompt_tokens":320,"completion_tokens":1}}""");

        Assert.Null(await AskAsync());

        var fleet = Fleet();
        Assert.Equal((1L, 0L, 320L), (fleet.Requests, fleet.Reporting, fleet.PromptOfAll));
    }

    [Fact]
    public async Task Post_NewPrompt_IsCold()
    {
        Answer(cached: 0);

        var account = await AskAsync();

        Assert.Equal((320, 0, 0, 0, 304, 16), Figures(account, ReuseCause.Cold));
    }

    [Fact]
    public async Task Post_ReportedBlocksDelivered_LosesOnlyTheLastBlock()
    {
        Store(Tokens);
        Answer(cached: 304);

        var account = await AskAsync();

        Assert.Equal((320, 320, 320, 304, 0, 16), Figures(account, ReuseCause.StaleIndex));
        Assert.Equal(320, account!.Value.Reported);
        Assert.Equal(1, Feed().View().Confirmations);
    }

    [Fact]
    public async Task Post_ReportedBlocksNotThere_IsAStaleIndexAndEvidenceAgainstTheFeed()
    {
        Store(Tokens);
        Answer(cached: 0);

        var account = await AskAsync();

        Assert.Equal((320, 320, 320, 0, 304, 16), Figures(account, ReuseCause.StaleIndex));
        Assert.Equal(1, Feed().View().Contradictions);
    }

    [Fact]
    public async Task Post_RemovedBeforeTheAnswer_IsEvicted()
    {
        Store(Tokens);
        _engine.Answer = context =>
        {
            Send(Remove(from: 5, to: 20));
            return Usage(cached: 80)(context);
        };

        var account = await AskAsync();

        Assert.Equal((320, 320, 320, 80, 224, 16), Figures(account, ReuseCause.Evicted));
    }

    [Fact]
    public async Task Post_RemovedAndStoredAgainByTheRequestItself_IsStillEvicted()
    {
        Store(Tokens);
        _engine.Answer = context =>
        {
            Send(Remove(from: 1, to: 20));
            Store(Tokens);
            return Usage(cached: 0)(context);
        };

        var account = await AskAsync();

        Assert.Equal((320, 320, 320, 0, 304, 16), Figures(account, ReuseCause.Evicted));
    }

    [Fact]
    public async Task Post_EngineCountsOtherTokens_IsTheTokenizer()
    {
        Answer(cached: 0, prompt: 321);

        var account = await AskAsync();

        Assert.Equal((321, 0, 0, 0, 320, 1), Figures(account, ReuseCause.Tokenizer));
    }

    [Fact]
    public async Task Post_SameTextOfAnotherTenant_IsTheNamespace()
    {
        _engine.Answer = FakeAnswers.Json("""{"choices":[],"usage":{"prompt_tokens":512,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0}}}""");
        var body = JsonSerializer.Serialize(new { model = "m", prompt = new string('x', 2048) });

        var first = await PostAsync(body, "acme");
        var second = await PostAsync(body, "globex");

        Assert.Equal((0, 496), (first!.Value.Namespace, first.Value.Cold));
        Assert.Equal((496, 0), (second!.Value.Namespace, second.Value.Cold));
    }

    [Fact]
    public async Task Post_PredictedOnly_ScalesTheEstimateToTheEnginesTokens()
    {
        var body = JsonSerializer.Serialize(new { model = "m", prompt = new string('x', 2048) });
        _engine.Answer = FakeAnswers.Json("""{"choices":[],"usage":{"prompt_tokens":1024,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0}}}""");

        await PostAsync(body, "acme");
        var account = await PostAsync(body, "acme");

        Assert.Equal((1024, 1024, 1024, 0, 1008, 16), Figures(account, ReuseCause.UntrustedIndex));
        Assert.Null(account!.Value.Reported);
        Assert.Equal(1024, account.Value.Predicted);
    }

    [Fact]
    public async Task Post_Lost_IsCountedByWorkerAndCause()
    {
        var counted = new List<(long, string)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "prefixconsole.gateway.tokens.lost" && instrument.Meter.Scope == _gateway.Get<IMeterFactory>())
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.Add((value, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}")))));
        listener.Start();
        Answer(cached: 0);

        await AskAsync();
        await GatewayHarness.UntilAsync(() => counted.Count == 2);

        Assert.Equal([(304L, "worker=w1 cause=cold"), (16L, "worker=w1 cause=below-block")], counted);
    }

    private static (int Prompt, int Available, int Captured, int Delivered, int Lost, int BelowBlock) Figures(ReuseAccount? account, ReuseCause cause)
    {
        var known = Assert.NotNull(account);
        Assert.Equal(known.Lost, known[cause] + known.BelowBlock);
        return (known.Prompt, known.Available, known.Captured, known.Delivered, known[cause], known.BelowBlock);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Usage(int cached, int prompt = Tokens) => FakeAnswers.Json(string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"choices":[],"usage":{"prompt_tokens":{{{{prompt}}}},"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":{{{{cached}}}}}}}"""));

    private void Answer(int cached, int prompt = Tokens) => _engine.Answer = Usage(cached, prompt);

    private Task<ReuseAccount?> AskAsync() => PostAsync(
        JsonSerializer.Serialize(new { model = "m", prompt = Enumerable.Range(1, Tokens) }), "acme");

    private async Task<ReuseAccount?> PostAsync(string body, string tenant)
    {
        using var response = await _gateway.PostAsync("/v1/completions", body, ("x-prefix-tenant", tenant));
        Assert.True(response.IsSuccessStatusCode);
        return (await _gateway.CompletedAsync()).Outcome!.Account;
    }

    private AccuracyTotals Fleet() => _gateway.Get<AccuracyMonitor>().Read(AccuracyWindow.All, AccuracyDimension.Fleet).Fleet;

    private KvEventFeed Feed() => _gateway.Get<ReportedCaches>().Open(_worker, 0)!;

    private void Store(int tokens) => Send(feed => feed.OnEvent(new KvEvent
    {
        Kind = KvEventKind.Stored,
        EngineHashes = [.. Enumerable.Range(1, tokens / 16).Select(i => (ulong)i)],
        Tokens = [.. Enumerable.Range(1, tokens)],
        BlockSize = 16,
    }));

    private static Action<KvEventFeed> Remove(int from, int to) => feed => feed.OnEvent(new KvEvent
    {
        Kind = KvEventKind.Removed,
        EngineHashes = [.. Enumerable.Range(from, to - from + 1).Select(i => (ulong)i)],
    });

    private void Send(Action<KvEventFeed> events)
    {
        var feed = Feed();
        Assert.Equal(KvReceipt.Apply, feed.Receive(_batch, _batch + 1));
        events(feed);
        feed.EndBatch();
        _batch++;
    }
}
