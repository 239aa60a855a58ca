using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Gateway.Tokens;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.DryRuns;

/// <summary>Dry runs beside a real gateway: they say what it would do, and leave it as it was.</summary>
public sealed class DryRunnerTests
{
    private const string Chat = "/v1/chat/completions";
    private static readonly string s_long = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"word{i}"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_ServedBefore_GoesWhereItIsCachedAsTheRealRequestDid()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, strategy: StrategyNames.ApproximatePrefix);
        await ServeAsync(gateway, s_long);
        var served = gateway.Log.Latest(1)[0].Decision;

        var answer = await AskAsync(gateway, s_long);

        Assert.Equal(served.Winner!.Value.Value, answer.Active.Winner);
        Assert.Equal(
            (served.Request.Blocks.Count, served.Request.PromptTokens, served.Request.Tenant, served.Request.Path),
            (answer.Request.Blocks.Count, answer.Request.PromptTokens, answer.Request.Tenant, answer.Request.Path));
        Assert.True(answer.Request.Blocks.Count > 5);
        Assert.Equal(answer.Request.Blocks.Count, answer.Active.Decision.WinnerPredictedBlocks);
        Assert.Equal(answer.Active.PredictedTokens, answer.Active.AvailableTokens);
        Assert.Null(answer.Active.ReportedTokens);
        Assert.False(answer.TokensExact);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"TEXT"}]}""")]
    [InlineData("/v1/completions", """{"model":"m","prompt":"TEXT"}""")]
    [InlineData("/v1/responses", """{"model":"m","input":"TEXT"}""")]
    [InlineData("/v1/messages", """{"model":"m","messages":[{"role":"user","content":"TEXT"}]}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"TEXT"}""")]
    public async Task EachApi_TextAndWholeRequest_AreHashedLikeTheRealOne(string path, string body)
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, workers: 1);
        body = body.Replace("TEXT", s_long, StringComparison.Ordinal);
        using var response = await gateway.PostAsync(path, body);
        await gateway.CompletedAsync();

        var text = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(s_long), Model = "m", Path = path });
        var whole = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(body), IsRequest = true, Path = path });

        foreach (var answer in new[] { text, whole })
        {
            Assert.Equal((path, answer.Request.Blocks.Count), (answer.Request.Path, answer.Active.Decision.WinnerPredictedBlocks));
            Assert.True(answer.Request.Blocks.Count > 5);
        }
    }

    [Fact]
    public async Task Default_ComparesTheActiveRevisionWithEveryStrategyThatNeedsNoComposing()
    {
        await using var gateway = await StartAsync();
        gateway.Get<StrategyStore>().Apply(Spec(StrategyNames.ApproximateTree, ("cache-threshold", 0.9)), "test", "", null);

        var answer = await AskAsync(gateway, "hello");

        var catalog = new StrategyCatalog().Strategies.Select(s => s.Name).Where(n => n != StrategyNames.Custom).ToArray();
        Assert.Equal([StrategyNames.ApproximateTree, .. catalog], answer.Choices.Select(c => c.Spec.Name));
        Assert.Equal(3, answer.Active.Revision);
        Assert.All(answer.Choices.Skip(1), c => Assert.False(c.Active));
        Assert.Equal(answer.Choices.Length, answer.Agreement.Sum(a => a.Strategies));
    }

    [Fact]
    public async Task Default_ActiveIsOneOfTheDefaults_IsNotListedTwice()
    {
        await using var gateway = await StartAsync(strategy: StrategyNames.RoundRobin);

        var answer = await AskAsync(gateway, "hello");

        Assert.Single(answer.Choices, c => c.Spec.Name == StrategyNames.RoundRobin);
        Assert.Equal(11, answer.Choices.Length);
    }

    [Fact]
    public async Task Strategies_Given_AreComparedWithTheActiveOne()
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8("hi"), Model = "m", Strategies = [Spec(StrategyNames.Random), Spec(StrategyNames.RoundRobin)] });

        Assert.Equal([StrategyNames.LeastLoaded, StrategyNames.Random, StrategyNames.RoundRobin], answer.Choices.Select(c => c.Spec.Name));
        Assert.Equal((true, false), (answer.Choices[1].Chance, answer.Choices[2].Chance));
    }

    [Fact]
    public async Task AskingMovesNoState()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, workers: 3, strategy: StrategyNames.RoundRobin, ("Gateway:PromptPreviews", "true"));
        await ServeAsync(gateway, s_long);
        var before = State(gateway);
        var previews = gateway.Get<PreviewStore>();
        var kept = previews.Count;

        for (var i = 0; i < 5; i++)
        {
            await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8($"other {i} {s_long}"), Model = "m", Session = "s1" });
        }

        Assert.Equal(before, State(gateway));
        Assert.Equal(kept, previews.Count);

        // the second and third request of round-robin go where they would have gone without the questions
        Assert.Equal(["b", "c"], [await ServeAsync(gateway, "x"), await ServeAsync(gateway, "y")]);
        gateway.Get<StrategyStore>().Apply(Spec(StrategyNames.SessionAffinity), "test", "", null);
        Assert.NotEqual(DecisionReasons.Session, (await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8("z"), Model = "m", Session = "s1" })).Active.Decision.Reason);
    }

    [Fact]
    public async Task Session_BoundByRealTraffic_IsFollowed()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, workers: 3, strategy: StrategyNames.SessionAffinity);
        using var response = await gateway.PostAsync(Chat, """{"model":"m","messages":[{"role":"user","content":"hi"}]}""", ("x-session-id", "s1"));
        var served = (await gateway.CompletedAsync()).Decision.Winner!.Value.Value;

        var answer = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8("z"), Model = "m", Session = "s1" });

        Assert.Equal((served, DecisionReasons.Session), (answer.Active.Winner, answer.Active.Decision.Reason));
    }

    [Fact]
    public async Task Tokens_ByAWorker_AreExactAndNotRemembered()
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Tokenize = c => c.Response.WriteAsync("""{"tokens":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}""");
        await using var gateway = await StartAsync(worker, workers: 1, settings: [("Tokens:Default", "worker"), ("Tokens:TimeoutMilliseconds", "10000")]);

        var answer = await AskAsync(gateway, "hello");
        await AskAsync(gateway, "hello");

        Assert.Equal((17, true, TokenOrigin.Worker), (answer.Request.PromptTokens, answer.TokensExact, answer.Request.Tokenization.Origin));
        Assert.Equal(2, worker.Tokenized.Count);
        Assert.Equal(0, gateway.Get<TokenMemory>().Held);
    }

    [Fact]
    public async Task Tokens_WorkerFailsForADryRun_RealRequestsStillAskIt()
    {
        await using var worker = await FakeWorker.StartAsync();
        worker.Tokenize = c =>
        {
            c.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        await using var gateway = await StartAsync(worker, workers: 1, settings: [("Tokens:Default", "worker"), ("Tokens:TimeoutMilliseconds", "10000")]);

        await AskAsync(gateway, "hello");
        await ServeAsync(gateway, "hello");

        Assert.Equal(2, worker.Tokenized.Count);
    }

    [Fact]
    public async Task Canary_IsNowhereAfterwards()
    {
        const string Canary = "canary-9b1c";
        await using var worker = await FakeWorker.StartAsync();
        worker.Tokenize = c =>
        {
            c.Response.StatusCode = StatusCodes.Status400BadRequest;
            return c.Response.WriteAsync($$"""{"error":"cannot take {{Canary}}"}""");
        };
        await using var gateway = await StartAsync(worker, settings: [("Tokens:Default", "worker"), ("Tokens:TimeoutMilliseconds", "10000"), ("Gateway:PromptPreviews", "true")]);

        var answer = await AskAsync(gateway, Canary + s_long);
        var broken = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = Utf8($$"""{"model":"m","messages":"{{Canary}}"}"""), IsRequest = true }, Cancel);
        var cut = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = Utf8($$"""{"model":"m","messages":[{"{{Canary}}"""), IsRequest = true }, Cancel);

        Assert.NotEmpty(worker.Tokenized);
        Assert.DoesNotContain(gateway.Logged.All, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(Canary, JsonSerializer.Serialize(answer.Request), StringComparison.Ordinal);
        Assert.All(broken.Errors.Concat(cut.Errors), e => Assert.DoesNotContain(Canary, e.Message, StringComparison.Ordinal));
        Assert.Equal((1, 1), (broken.Errors.Length, cut.Errors.Length));
        Assert.Equal((0, 0), (gateway.Log.Total, gateway.Get<PreviewStore>().Count));
    }

    [Fact]
    public async Task Prefix_OfAServedPrompt_GoesWhereItIsCached_AndOnAsNobodyDid()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, strategy: StrategyNames.ApproximatePrefix);
        var holder = await ServeAsync(gateway, s_long);
        var served = gateway.Log.Latest(1)[0].Decision.Request;
        var run = Assert.Single(gateway.Get<PrefixExplorer>().Tree(null, null)!.Nodes);
        var before = State(gateway);

        var exact = await AskAsync(gateway, new DryRunQuestion { Prefix = run.Id });
        var longer = await AskAsync(gateway, new DryRunQuestion { Prefix = run.Id.ToUpperInvariant(), Tokens = 1000, Path = "/v1/completions" });

        Assert.Equal((holder, served.Blocks.Count, served.Blocks.Count), (exact.Active.Winner, exact.Request.Blocks.Count, exact.Active.Decision.WinnerPredictedBlocks));
        Assert.Equal((served.Model, served.Tenant, 0), (exact.Request.Model, exact.Request.Tenant, exact.PromptBytes));
        Assert.Equal((holder, served.Blocks.Count, "/v1/completions"), (longer.Active.Winner, longer.Active.Decision.WinnerPredictedBlocks, longer.Request.Path));
        Assert.Equal(exact.Request.PromptTokens + 1000, longer.Request.PromptTokens);
        // About four bytes a token.
        Assert.InRange(longer.Request.Blocks.Count - exact.Request.Blocks.Count, 15, 16);
        Assert.InRange(longer.Active.PredictedTokens!.Value, exact.Request.PromptTokens - 2, exact.Request.PromptTokens);
        Assert.False(longer.TokensExact);
        Assert.Contains("no text", longer.Request.Tokenization.Note, StringComparison.Ordinal);
        Assert.Equal(before, State(gateway));
    }

    [Fact]
    public async Task Tokens_Alone_AreAColdPromptOfThatLength()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, strategy: StrategyNames.ApproximatePrefix);
        await ServeAsync(gateway, s_long);

        var answer = await AskAsync(gateway, new DryRunQuestion { Tokens = 2000, Model = "m", CacheSalt = "pepper-and-salt-0123456789abcdef" });

        Assert.Equal((2000, 0, 0), (answer.Request.PromptTokens, answer.Active.AvailableTokens, answer.PromptBytes));
        Assert.True(answer.Request.Blocks.Count > 10);
        Assert.NotNull(answer.Active.Winner);
    }

    [Fact]
    public async Task Revisions_AreComparedWithTheirParameters()
    {
        await using var gateway = await StartAsync();
        gateway.Get<StrategyStore>().Apply(Spec(StrategyNames.ApproximateTree, ("cache-threshold", 0.9)), "test", "", null);
        gateway.Get<StrategyStore>().Apply(Spec(StrategyNames.RoundRobin), "test", "", null);

        var answer = await AskAsync(gateway, new DryRunQuestion { Tokens = 100, Model = "m", Strategies = [Spec(StrategyNames.Random)], Revisions = [3, 2, 4] });

        Assert.Equal([(4, true), (null, false), (3, false), (2, false)], answer.Choices.Select(c => (c.Revision, c.Active)));
        Assert.Equal(0.9, answer.Choices[2].Spec.Parameters["cache-threshold"].Number);
    }

    [Theory]
    [InlineData("", null, null, "prefix")]
    [InlineData("xyz", null, null, "prefix")]
    [InlineData("0123456789abcdeg", null, null, "prefix")]
    [InlineData("<script>alert(1)", null, null, "prefix")]
    [InlineData("0123456789abcdef", null, null, "prefix")]
    [InlineData("0123456789abcdef", -1, null, "tokens")]
    [InlineData("0123456789abcdef", DryRunner.MaxTokens + 1, null, "tokens")]
    [InlineData(null, 0, "m", "tokens")]
    [InlineData(null, DryRunner.MaxTokens + 1, "m", "tokens")]
    [InlineData(null, 100, null, "model")]
    [InlineData(null, 100, "other", "model")]
    public async Task Imagined_Wrong_NamesTheField(string? prefix, int? tokens, string? model, string field)
    {
        await using var gateway = await StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prefix = prefix, Tokens = tokens, Model = model }, Cancel);

        Assert.Null(result.Answer);
        Assert.Equal(field, Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task Revisions_ThatAreNotKept_AreNamed()
    {
        await using var gateway = await StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Tokens = 1, Model = "m", Revisions = [1, 99] }, Cancel);

        Assert.Equal(("revisions[1]", "must be one of the revisions that are kept: 1 to 2"), (Assert.Single(result.Errors).Field, result.Errors[0].Message));
    }

    [Fact]
    public async Task Largest_Imagined_IsAnswered()
    {
        await using var gateway = await StartAsync();

        var answer = await AskAsync(gateway, new DryRunQuestion { Tokens = DryRunner.MaxTokens, Model = "m", Strategies = [Spec(StrategyNames.Random)] });

        Assert.Equal(DryRunner.MaxTokens, answer.Request.PromptTokens);
    }

    public static TheoryData<string, bool, string?, string> Wrong { get; } = new()
    {
        { "", false, "m", "text" },
        { "", true, null, "request" },
        { "hi", false, "other", "model" },
        { "hi", false, null, "model" },
        { "{", true, null, "request" },
        { "[]", true, null, "request" },
        { """{"messages":[]}""", true, null, "request.model" },
        { """{"model":"other","messages":[{"role":"user","content":"x"}]}""", true, null, "request.model" },
        { """{"model":"m"}""", true, null, "request.messages" },
        { """{"model":"m","messages":"x"}""", true, null, "request.messages" },
        { """{"model":"m","model":"m","messages":[]}""", true, null, "request.model" },
        { """{"model":"m","messages":[],"cache_salt":"!"}""", true, null, "request.cache_salt" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task BadPrompt_NamesTheField(string prompt, bool isRequest, string? model, string field)
    {
        await using var gateway = await StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = Utf8(prompt), IsRequest = isRequest, Model = model }, Cancel);

        Assert.Null(result.Answer);
        Assert.Equal(field, Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task UnknownModel_NamesTheKnownOnes()
    {
        await using var gateway = await StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = Utf8("hi"), Model = "other" }, Cancel);

        Assert.Equal("is not served by any worker; known: m", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task BadSenderAndStrategies_AreAllNamedAtOnce()
    {
        await using var gateway = await StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(
            new DryRunQuestion
            {
                Prompt = new byte[] { 0xC3 },
                Model = "m",
                Path = "/v1/nothing",
                Tenant = "acme",
                Session = new string('s', 257),
                Strategies = [Spec("nothing"), Spec(StrategyNames.ApproximateTree, ("cache-threshold", 7))],
            },
            Cancel);

        Assert.Equal(["text", "path", "tenant", "session", "strategies[0].name", "strategies[1].parameters.cache-threshold"], result.Errors.Select(e => e.Field));
        Assert.Contains("TrustTenantHeader", result.Errors[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Size_AboveTheLimit_IsRefusedWithTheSize(int above, bool tooLarge)
    {
        await using var gateway = await StartAsync();
        var prompt = Utf8(new string('a', DryRunner.MaxPromptBytes + above));

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = prompt, Model = "m" }, Cancel);

        Assert.Equal((tooLarge, !tooLarge), (result.TooLarge, result.Answer is not null));
        Assert.Equal(tooLarge ? ["has 1,048,577 bytes; at most 1,048,576 (1 MiB) can be asked about"] : [], result.Errors.Select(e => e.Message));
    }

    [Fact]
    public async Task NoHealthyWorker_IsAnAnswerWithoutAWinner()
    {
        await using var gateway = await GatewayHarness.StartAsync();
        gateway.Add("a", new Uri("http://127.0.0.1:1"), ready: false);

        var answer = await AskAsync(gateway, "hi");

        Assert.All(answer.Choices, c => Assert.Equal((null, DecisionReasons.NoHealthyWorker), (c.Winner, c.Decision.Reason)));
        Assert.Empty(answer.Agreement);
        Assert.Null(answer.Active.PredictedTokens);
    }

    [Fact]
    public async Task NoWorkers_SaysWhatToDo()
    {
        await using var gateway = await GatewayHarness.StartAsync();

        var result = await gateway.Get<DryRunner>().AskAsync(new DryRunQuestion { Prompt = Utf8("hi"), Model = "m" }, Cancel);

        Assert.Contains("add one on the Workers page", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_Trusted_HasANamespaceOfItsOwn()
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await StartAsync(worker, workers: 1, settings: [("Gateway:TrustTenantHeader", "true")]);
        await ServeAsync(gateway, s_long);

        var own = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(s_long), Model = "m" });
        var other = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(s_long), Model = "m", Tenant = "acme" });
        var salted = await AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(s_long), Model = "m", CacheSalt = "pepper" });

        Assert.Equal("acme", other.Request.Tenant);
        Assert.Equal((true, 0, 0), (own.Active.AvailableTokens > 0, other.Active.AvailableTokens, salted.Active.AvailableTokens));
    }

    private static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static StrategySpec Spec(string name, params (string Name, ParameterValue Value)[] parameters) =>
        new() { Name = name, Parameters = ImmutableSortedDictionary.CreateRange(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))) };

    private static async Task<GatewayHarness> StartAsync(
        FakeWorker? worker = null, int workers = 2, string strategy = StrategyNames.LeastLoaded, params (string Key, string Value)[] settings)
    {
        var gateway = await GatewayHarness.StartAsync(false, settings);
        gateway.Get<StrategyStore>().Apply(Spec(strategy), "test", "", null);
        for (var i = 0; i < workers; i++)
        {
            gateway.Add(((char)('a' + i)).ToString(), worker?.Address ?? new Uri("http://127.0.0.1:1"));
        }

        return gateway;
    }

    private static Task<DryRunAnswer> AskAsync(GatewayHarness gateway, string text) =>
        AskAsync(gateway, new DryRunQuestion { Prompt = Utf8(text), Model = "m" });

    private static async Task<DryRunAnswer> AskAsync(GatewayHarness gateway, DryRunQuestion question)
    {
        var result = await gateway.Get<DryRunner>().AskAsync(question, Cancel);
        Assert.Empty(result.Errors);
        return result.Answer!;
    }

    private static async Task<string> ServeAsync(GatewayHarness gateway, string text)
    {
        using var response = await gateway.PostAsync(Chat, $$"""{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}""");
        await response.Content.ReadAsStringAsync(Cancel);
        return (await gateway.CompletedAsync()).Decision.Winner!.Value.Value;
    }

    private static (long Blocks, long Distinct, int Runs, long Decisions, int InFlight, long Processed, int Revision) State(GatewayHarness gateway) => (
        gateway.Predicted.TotalBlocks,
        gateway.Predicted.DistinctBlocks,
        gateway.Predicted.NodeCount,
        gateway.Log.Total,
        gateway.Registry.Workers.Sum(w => w.Load.InFlight),
        gateway.Registry.Workers.Sum(w => w.Load.Processed),
        gateway.Get<StrategyStore>().Current.Number);
}
