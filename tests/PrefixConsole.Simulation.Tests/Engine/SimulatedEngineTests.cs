using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tests.Engine;

public sealed class SimulatedEngineTests
{
    private static readonly PrefixNamespace s_space = new("m");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Step_OnePrompt_FirstTokenAfterPrefillPlusDecode()
    {
        var engine = Engine(new EngineOptions { SpeedFactor = 2 });
        Submit(engine, Request(1000, 2));

        var prefill = engine.Step();
        var decode = engine.Step();

        // 4096 blocks of 16 = 65,536 tokens: 1000 fill 0.0152588 of it.
        var step = EngineTiming.DecodeMilliseconds(1000 / 65536.0);
        Assert.Equal((32.1058 + step) / 2, prefill.Duration.TotalMilliseconds, 0.001);
        Assert.Equal(1000, prefill.PrefillTokens);
        Assert.Single(prefill.Emitted);
        Assert.Equal(EngineTiming.DecodeMilliseconds(1001 / 65536.0) / 2, decode.Duration.TotalMilliseconds, 0.001);
        Assert.Equal((0, 1), (decode.PrefillTokens, decode.DecodeTokens));
        Assert.True(decode.Emitted.Single().Last);
        Assert.False(engine.HasWork);
    }

    [Fact]
    public void Step_PromptAboveBudget_IsPrefilledInChunks()
    {
        var engine = Engine(new EngineOptions { MaxBatchedTokens = 100 });
        Submit(engine, Request(250, 1));

        var chunks = new[] { engine.Step(), engine.Step(), engine.Step() };

        Assert.Equal([100, 100, 50], chunks.Select(c => c.PrefillTokens));
        Assert.Equal([0, 0, 1], chunks.Select(c => c.Emitted.Count));
        Assert.Equal(EngineTiming.PrefillMilliseconds(100), chunks[0].Duration.TotalMilliseconds, 0.001);
    }

    [Fact]
    public void Step_RunningAndWaiting_DecodeAndPrefillShareAPass()
    {
        var engine = Engine(new EngineOptions());
        Submit(engine, Request(100, 5));
        engine.Step();
        Submit(engine, Request(200, 5, start: 5000));

        var pass = engine.Step();

        Assert.Equal((200, 1), (pass.PrefillTokens, pass.DecodeTokens));
        Assert.Equal(2, pass.Emitted.Count);
    }

    [Theory]
    [InlineData(64, 48)] // a whole number of blocks: the last block is computed again
    [InlineData(65, 64)]
    [InlineData(79, 64)]
    [InlineData(15, 0)]
    public void Step_SamePromptAgain_HitsAllButTheLastToken(int prompt, int cached)
    {
        var engine = Engine(new EngineOptions());
        var first = Submit(engine, Request(prompt, 1));
        Drain(engine);
        var second = Submit(engine, Request(prompt, 1));
        var pass = engine.Step();

        Assert.Equal(0, first.CachedTokens);
        Assert.Equal(cached, second.CachedTokens);
        Assert.Equal(prompt - cached, pass.PrefillTokens);
        var read = engine.Read();
        Assert.Equal((2L * prompt, (long)cached), (read.PrefixQueries, read.PrefixHits));
    }

    [Fact]
    public void Step_TwoEqualPromptsInOnePass_SecondSharesTheFirst()
    {
        var engine = Engine(new EngineOptions());
        Submit(engine, Request(100, 1));
        var second = Submit(engine, Request(100, 1));

        Assert.Equal(104, engine.Step().PrefillTokens);
        Assert.Equal(96, second.CachedTokens);
    }

    [Fact]
    public void Step_NextTurnOfAConversation_HitsTheGeneratedTokensToo()
    {
        var engine = Engine(new EngineOptions());
        var first = Submit(engine, Request(20, 45));
        Drain(engine);
        var next = new EngineRequest([.. first.Tokens, .. Enumerable.Range(0, 10)], 1, s_space);
        Submit(engine, next);
        Drain(engine);

        // 65 tokens known, the last one not computed: 64 in full blocks.
        Assert.Equal(64, next.CachedTokens);
    }

    [Fact]
    public void Step_OtherNamespace_NoHit()
    {
        var engine = Engine(new EngineOptions());
        Submit(engine, Request(100, 1));
        Drain(engine);
        foreach (var space in new[] { new PrefixNamespace("m", "adapter"), new PrefixNamespace("m", "", "salt"), new PrefixNamespace("n") })
        {
            var request = Submit(engine, new EngineRequest(Prompt(100, 0), 1, space));
            Drain(engine);
            Assert.Equal(0, request.CachedTokens);
        }
    }

    [Fact]
    public void Step_PoolFull_EvictsLeavesOfTheLeastRecentPromptFirst()
    {
        var engine = Engine(new EngineOptions { Blocks = 8 });
        Submit(engine, Request(64, 1, start: 0));
        Drain(engine);
        Submit(engine, Request(64, 1, start: 1000));
        Drain(engine);
        Submit(engine, Request(32, 1, start: 2000));
        Drain(engine);

        // 2 blocks were evicted: the deepest two of the first prompt. The other prompt is whole.
        Assert.Equal(2, engine.Read().Evictions);
        var old = Submit(engine, Request(64, 1, start: 0));
        engine.Step();
        Assert.Equal(32, old.CachedTokens);
    }

    [Fact]
    public void Step_BlocksRunOut_NewestIsPreemptedAndAllFinish()
    {
        var engine = Engine(new EngineOptions { Blocks = 8 });
        var old = Submit(engine, Request(48, 40, start: 0));
        var young = Submit(engine, Request(48, 40, start: 1000));

        var preempted = new List<EngineRequest>();
        var emitted = 0;
        while (engine.HasWork)
        {
            var pass = engine.Step();
            preempted.AddRange(pass.Preempted);
            emitted += pass.Emitted.Count;
        }

        Assert.NotEmpty(preempted);
        Assert.All(preempted, r => Assert.Same(young, r));
        Assert.Equal(80, emitted);
        Assert.Equal((EngineRequestState.Finished, EngineRequestState.Finished), (old.State, young.State));
        var read = engine.Read();
        Assert.Equal((preempted.Count, 0), ((int)read.Preemptions, read.ActiveBlocks));
        Assert.Equal(96, read.PrefixQueries); // a preempted request is not counted again
        Assert.Equal(0, young.CachedTokens);
    }

    [Fact]
    public void TrySubmit_CouldNeverFit_Rejected()
    {
        var engine = Engine(new EngineOptions { Blocks = 4 });
        var request = Request(60, 5);

        Assert.False(engine.TrySubmit(request));
        Assert.Equal(EngineRequestState.Rejected, request.State);
        Assert.False(engine.HasWork);
        Assert.True(engine.TrySubmit(Request(60, 4)));
    }

    [Fact]
    public void Step_HeadOfQueueDoesNotFit_NobodyOvertakesIt()
    {
        var engine = Engine(new EngineOptions { Blocks = 8 });
        Submit(engine, Request(80, 10, start: 0));
        Submit(engine, Request(80, 10, start: 1000));
        var small = Submit(engine, Request(8, 1, start: 2000));

        engine.Step();

        Assert.Equal(EngineRequestState.Waiting, small.State);
        Assert.Equal((1, 2), (engine.Read().Running, engine.Read().Waiting));
    }

    [Fact]
    public void Cancel_RunningAndWaiting_FreesBlocksAndQueue()
    {
        var engine = Engine(new EngineOptions { MaxSequences = 1 });
        var running = Submit(engine, Request(100, 50));
        var waiting = Submit(engine, Request(100, 50, start: 1000));
        engine.Step();
        Assert.Equal(7, engine.Read().ActiveBlocks);

        engine.Cancel(running);
        engine.Cancel(waiting);
        engine.Cancel(running);

        var read = engine.Read();
        Assert.Equal((0, 0, 0, 2L), (read.ActiveBlocks, read.Running, read.Waiting, read.Cancelled));
        Assert.Equal(6, read.CachedBlocks);
    }

    [Fact]
    public void ResetPrefixCache_OneRunning_DropsOnlyIdleBlocks()
    {
        var engine = Engine(new EngineOptions());
        Submit(engine, Request(160, 1));
        Drain(engine);
        Submit(engine, Request(32, 50, start: 1000));
        engine.Step();

        Assert.Equal(10, engine.ResetPrefixCache());
        Assert.Equal(2, engine.Read().CachedBlocks);
    }

    [Fact]
    public void DrainBlockEvents_StoredAndRemoved_ChainedInOrder()
    {
        var engine = Engine(new EngineOptions { RecordBlockEvents = true });
        Submit(engine, Request(40, 1));
        Drain(engine);

        var stored = engine.DrainBlockEvents();

        Assert.Equal(2, stored.Count);
        Assert.Null(stored[0].Parent);
        Assert.Equal(stored[0].Hash, stored[1].Parent);
        Assert.Equal(Prompt(40, 0)[16..32], stored[1].Tokens);
        engine.ResetPrefixCache();
        var removed = engine.DrainBlockEvents();
        Assert.Equal([stored[1].Hash, stored[0].Hash], removed.Select(e => e.Hash));
        Assert.All(removed, e => Assert.False(e.Stored));
        Assert.Empty(engine.DrainBlockEvents());
    }

    [Fact]
    public void Step_EqualSeeds_EqualAnswers()
    {
        var answers = new[] { 7, 7, 8 }.Select(seed =>
        {
            var engine = Engine(new EngineOptions { Seed = seed });
            var request = Submit(engine, Request(30, 20));
            Drain(engine);
            return string.Join(' ', request.Tokens);
        }).ToArray();

        Assert.Equal(answers[0], answers[1]);
        Assert.NotEqual(answers[0], answers[2]);
    }

    private SimulatedEngine Engine(EngineOptions options) => new(options, new UniformTokenSource(1000), _time);

    private static int[] Prompt(int length, int start) => [.. Enumerable.Range(start, length)];

    private static EngineRequest Request(int prompt, int output, int start = 0) => new(Prompt(prompt, start), output, s_space);

    private static EngineRequest Submit(SimulatedEngine engine, EngineRequest request)
    {
        Assert.True(engine.TrySubmit(request));
        return request;
    }

    private static void Drain(SimulatedEngine engine)
    {
        while (engine.HasWork)
        {
            engine.Step();
        }
    }
}
