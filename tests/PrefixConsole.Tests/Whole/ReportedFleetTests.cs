using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Whole;

/// <summary>The embedded fleet with KV events over real sockets: what is reported, and what becomes of it when something breaks.</summary>
public sealed class ReportedFleetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CalmFleet_PrecisePrefix_DeliversWhatItPredicted()
    {
        await using var app = await StartAsync();
        long available = 0, captured = 0, delivered = 0;
        for (var conversation = 0; conversation < 6; conversation++)
        {
            var messages = new List<object> { Message("system", Long($"rules {conversation % 2}")) };
            for (var turn = 0; turn < 4; turn++)
            {
                messages.Add(Message("user", Long($"question {conversation}.{turn}")));
                var answered = await AskAsync(app, messages);
                messages.Add(Message("assistant", answered.Text));
                available += answered.Entry.Decision.AvailableTokens;
                captured += answered.Entry.Decision.CapturedTokens;
                delivered += answered.Entry.Outcome!.CachedTokens!.Value;
                Assert.Equal(answered.Entry.Outcome!.PromptTokens, answered.Entry.Decision.Request.PromptTokens);
                Assert.All(answered.Entry.Decision.Candidates, c => Assert.Equal(KvTrust.Trusted, c.Trust));
                await EventsAppliedAsync(app);
            }
        }

        Assert.True(delivered > 20_000, $"{delivered} tokens were delivered: too few to say anything");
        Assert.InRange((double)captured / available, 0.99, 1);
        Assert.InRange((double)delivered / captured, 0.99, 1.01);
    }

    [Fact]
    public async Task WorkerRestarted_StartsANewEpochWithAnEmptyIndex_AndIsTrustedAgain()
    {
        await using var app = await StartAsync();
        var messages = new[] { Message("user", Long("a prompt")) };
        var worker = app.Registry.Find((await AskAsync(app, messages)).Entry.Decision.Winner!.Value)!;
        await EventsAppliedAsync(app);
        Assert.True(Feed(app, worker).HeldBlocks > 0);

        await app.Fleet.Workers.Single(w => w.Id == worker.Id.Value).RestartAsync(Token);

        await Eventually.TrueAsync(() => Feed(app, worker) is { Epoch: 2, HeldBlocks: 0, Trust.Trust: KvTrust.Trusted }, "the feed starts over");
        await Eventually.TrueAsync(() => worker.Status == WorkerStatus.Ready, "the worker is ready again");
        var again = await AskAsync(app, messages);
        Assert.Equal(0, again.Entry.Decision.AvailableTokens);
        Assert.Equal(0, again.Entry.Outcome!.CachedTokens);
    }

    [Theory]
    [InlineData(true, KvTrust.Trusted)]
    [InlineData(false, KvTrust.Untrusted)]
    public async Task FiftyBatchesLost_AreReplayed_OrCostTheTrust(bool healable, KvTrust expected)
    {
        await using var app = await StartAsync("--DemoFleet:Workers=2", "--Routing:Strategy=round-robin");
        await AskAsync(app, [Message("user", Long("first"))]);
        await AskAsync(app, [Message("user", Long("second"))]);
        await EventsAppliedAsync(app);
        var worker = app.Registry.Workers[0];
        var simulated = app.Fleet.Workers.Single(w => w.Id == worker.Id.Value);
        simulated.DropEvents(50, healable);
        var prompt = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await AskAsync(app, [Message("user", Long($"lost {prompt++}"))], maxTokens: 64);
                return simulated.Faults.Count == 0;
            },
            "fifty batches are lost");
        await Eventually.TrueAsync(
            async () =>
            {
                await AskAsync(app, [Message("user", Long($"found {prompt++}"))], maxTokens: 64);
                return Feed(app, worker) is { Gaps: > 0, MissedBatches: >= 50 } feed && feed.Trust.Trust == expected;
            },
            $"the gap is found and the feed {expected}");

        await Eventually.TrueAsync(
            async () => (await AskAsync(app, [Message("user", Long($"decided {prompt++}"))])).Entry.Decision.Candidates
                .Single(c => c.Worker == worker.Id).Trust == expected,
            "decisions see it");
        Assert.Equal(KvTrust.Trusted, Feed(app, app.Registry.Workers[1]).Trust.Trust);
        if (healable)
        {
            await EventsAppliedAsync(app);
            Assert.Equal(simulated.Engine!.CachedBlocks, Feed(app, worker).HeldBlocks);
        }
    }

    [Fact]
    public async Task CacheLostSilently_IsFoundByFiveAnswers_AndRoutingPredicts()
    {
        await using var app = await StartAsync("--DemoFleet:Workers=2");

        // However they are spread, one of the two workers holds at least the five that it takes.
        var prompts = Enumerable.Range(0, 16).Select(i => new[] { Message("user", Long($"prompt {i}")) }).ToArray();
        foreach (var prompt in prompts)
        {
            await AskAsync(app, prompt);
        }

        await EventsAppliedAsync(app);
        Assert.True(app.Fleet.Workers.Sum(w => w.ClearCacheSilently()) > 0);

        var untrusted = default(Worker);
        foreach (var prompt in prompts)
        {
            await AskAsync(app, prompt);
            untrusted ??= app.Registry.Workers.FirstOrDefault(w => Feed(app, w).Trust.Trust == KvTrust.Untrusted);
        }

        Assert.NotNull(untrusted);
        Assert.Contains("less cached than reported", Feed(app, untrusted).Trust.Cause, StringComparison.Ordinal);
        var decision = (await AskAsync(app, prompts[0])).Entry.Decision;
        Assert.Equal(
            OverlapSource.Predicted,
            Overlap.SourceOf(decision.Candidates.Single(c => c.Worker == untrusted.Id).Trust, decision.Request.TokenBlocks.Count));
    }

    [Fact]
    public async Task EventsStopped_AreSilent_AndCatchUpByReplay()
    {
        await using var app = await StartAsync("--DemoFleet:Workers=1");
        await AskAsync(app, [Message("user", Long("first"))]);
        await EventsAppliedAsync(app);
        var worker = app.Registry.Workers[0];
        var simulated = app.Fleet.Workers[0];

        simulated.StopEvents();
        await Eventually.TrueAsync(() => Feed(app, worker).Trust.Trust == KvTrust.Silent, "the lost connection shows");
        var silent = await AskAsync(app, [Message("user", Long("second"))]);
        Assert.Equal(KvTrust.Silent, silent.Entry.Decision.Candidates[0].Trust);

        simulated.ResumeEvents();
        await Eventually.TrueAsync(
            () => Feed(app, worker) is { Trust.Trust: KvTrust.Trusted, Epoch: 1 } feed && feed.HeldBlocks == simulated.Engine!.CachedBlocks,
            "what was missed is replayed");
    }

    [Theory]
    [InlineData("VllmArray")]
    [InlineData("Sglang")]
    public async Task OtherForms_ReportTheSame(string form)
    {
        await using var app = await StartAsync("--DemoFleet:Workers=1", $"--DemoFleet:EventForms:0={form}");
        var messages = new[] { Message("user", Long("the same")) };
        await AskAsync(app, messages);
        await EventsAppliedAsync(app);
        var second = await AskAsync(app, messages);

        Assert.True(second.Entry.Decision.CapturedTokens > 500);
        Assert.InRange(second.Entry.Outcome!.CachedTokens!.Value - second.Entry.Decision.CapturedTokens, -16, 0);
    }

    private static async Task<RunningApp> StartAsync(params string[] arguments)
    {
        var app = await RunningApp.StartAsync(["--Routing:Strategy=precise-prefix", .. arguments]);
        await Eventually.TrueAsync(
            () => app.Registry.Workers.All(w => Feeds(app, w) is [{ Trust.Trust: KvTrust.Trusted }]),
            "every feed is connected and complete");
        return app;
    }

    private static object Message(string role, string content) => new { role, content };

    /// <summary>About 600 tokens that belong to one prompt only.</summary>
    private static string Long(string name) => string.Join(' ', Enumerable.Range(0, 120).Select(i => $"{name} part {i}."));

    private static async Task<(DecisionEntry Entry, string Text)> AskAsync(RunningApp app, IReadOnlyList<object> messages, int maxTokens = 24)
    {
        using var response = await app.Gateway.PostAsJsonAsync(
            "v1/chat/completions", new { model = "demo-8b", max_tokens = maxTokens, messages }, Token);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Token);
        var entry = app.Decisions.Find(response.Headers.GetValues("x-prefix-decision-id").Single())!;
        await Eventually.TrueAsync(() => entry.Outcome is not null, "the request ends in the log");
        return (entry, answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
    }

    /// <summary>Waits until every trusted feed holds what its engine caches.</summary>
    private static Task EventsAppliedAsync(RunningApp app) => Eventually.TrueAsync(
        () => app.Fleet.Workers.All(simulated => app.Registry.Find(new WorkerId(simulated.Id)) is { } worker
            && (Feed(app, worker).Trust.Trust != KvTrust.Trusted || Feed(app, worker).HeldBlocks == simulated.Engine?.CachedBlocks)),
        "events arrive");

    private static KvFeedView Feed(RunningApp app, Worker worker) => Feeds(app, worker).Single();

    private static KvFeedView[] Feeds(RunningApp app, Worker worker) =>
        [.. app.Services.GetRequiredService<ReportedCaches>().Of(worker).Select(feed => feed.View())];
}
