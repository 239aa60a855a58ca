using PrefixConsole.Simulation.KvEvents;

namespace PrefixConsole.Simulation.Tests.KvEvents;

/// <summary>Real sockets: what a subscriber and a replay see after real requests, and under each fault.</summary>
public sealed class KvPublisherTests
{
    [Theory]
    [InlineData(KvEventForm.VllmMap)]
    [InlineData(KvEventForm.VllmArray)]
    [InlineData(KvEventForm.Sglang)]
    public async Task Publish_RandomPromptsInASmallPool_EventsGiveTheEnginesCache(KvEventForm form)
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions { Form = form }, blocks: 40);
        var (joined, _) = await worker.JoinAsync();
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            await worker.AskAsync(string.Concat(Enumerable.Repeat($"text {random.Next(6)} ", random.Next(10, 80))));
        }

        var batches = worker.ReplayUntil(all => PublishingWorker.Blocks(all).SetEquals(worker.Worker.CachedHashes));

        Assert.True(worker.Worker.Engine!.Evictions > 0);
        Assert.NotEmpty(worker.Worker.CachedHashes);
        Assert.Equal(Enumerable.Range(0, batches.Count).Select(i => (ulong)i), batches.Select(b => b.Sequence));
        foreach (var expected in batches.Where(b => b.Sequence > joined))
        {
            var (sequence, payload) = worker.Receive();
            Assert.Equal(expected.Sequence, sequence);
            Assert.Equal(expected.Payload, payload);
        }
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public async Task Replay_BothShapes_EndWithTheMarker(bool withTopic, int frames)
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions { Topic = "kv@w@m", ReplayWithTopic = withTopic });
        await worker.AskNewAsync();
        worker.ReplayUntil(all => all.Count == 1);

        var answers = worker.ReplayFrames(0);

        Assert.Equal(2, answers.Count);
        Assert.All(answers, a => Assert.Equal((frames, 0), (a.FrameCount, a[0].BufferSize)));
        Assert.Equal(withTopic ? "kv@w@m" : "", answers[0][frames - 3].ConvertToString());
        Assert.Equal((0, 0), (answers[1].Last.BufferSize, answers[1][frames - 3].BufferSize));
    }

    [Fact]
    public async Task Publish_SaltedPrompt_NamesTheSaltOnTheFirstBlock()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        await worker.AskAsync(string.Concat(Enumerable.Repeat("salted text ", 30)), ""","cache_salt":"pepper" """);

        var batch = worker.ReplayUntil(all => all.Count == 1)[0];

        var stored = (Dictionary<object, object>)Assert.Single(PublishingWorker.Events(batch.Payload));
        var keys = (object?[])stored["extra_keys"];
        Assert.Equal(((object[])stored["block_hashes"]).Length, keys.Length);
        Assert.Equal(["pepper"], (object[])keys[0]!);
        Assert.True(keys.Length > 1);
        Assert.All(keys.Skip(1), Assert.Null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DropEvents_TwoBatches_AreMissingFromTheStream(bool healable)
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        var (joined, _) = await worker.JoinAsync();

        worker.Worker.DropEvents(2, healable);
        for (var i = 0; i < 3; i++)
        {
            await worker.AskNewAsync();
        }

        Assert.Equal(joined + 3, worker.Receive().Sequence);
        Assert.Equal(healable ? [joined + 1, joined + 2, joined + 3] : [joined + 3], worker.Replay(joined + 1).Select(b => b.Sequence));
    }

    [Fact]
    public async Task ClearCacheSilently_CachedBlocks_VanishWithNoEvent()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        var (joined, _) = await worker.JoinAsync();
        var before = worker.Worker.CachedHashes;

        Assert.Equal(before.Count, worker.Worker.ClearCacheSilently());
        Assert.Empty(worker.Worker.CachedHashes);
        await worker.AskNewAsync();

        Assert.Equal(joined + 1, worker.Receive().Sequence);
        Assert.Superset(before.ToHashSet(), PublishingWorker.Blocks(worker.Replay()));
    }

    [Fact]
    public async Task ResetPrefixCache_NothingHeld_PublishesOneClear()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions { Form = KvEventForm.VllmArray });
        await worker.JoinAsync();

        await worker.ResetAsync();

        var (_, payload) = worker.Receive();
        Assert.Equal(["AllBlocksCleared"], (object[])Assert.Single(PublishingWorker.Events(payload)));
        Assert.Empty(worker.Worker.CachedHashes);
    }

    [Fact]
    public async Task LagEvents_AnHour_ComeWhenTheFaultIsTakenBack()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        var (joined, _) = await worker.JoinAsync();

        worker.Worker.LagEvents(TimeSpan.FromHours(1));
        await worker.AskNewAsync();

        // an answer goes out before its batch does, but not before the batches of earlier answers
        await worker.AskNewAsync();
        Assert.Empty(worker.Replay(joined + 1));

        worker.Worker.ClearFaults();
        Assert.Equal(joined + 1, worker.Receive().Sequence);
    }

    [Fact]
    public async Task StopEvents_ThenResume_LeavesAGapThatReplayHeals()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        var (joined, _) = await worker.JoinAsync();

        worker.Worker.StopEvents();
        await worker.AskNewAsync();
        worker.ReplayUntil(all => all[^1].Sequence == joined + 1);

        worker.Worker.ResumeEvents();
        Assert.True((await worker.JoinAsync()).Sequence > joined + 1);
        Assert.DoesNotContain(joined + 1, worker.Heard);
        Assert.Contains(worker.Replay(), b => b.Sequence == joined + 1);
    }

    [Fact]
    public async Task RestartAsync_Publisher_BeginsAgainOnTheSamePorts()
    {
        await using var worker = await PublishingWorker.StartAsync(new KvEventOptions());
        await worker.JoinAsync();
        var (events, replay) = (worker.Worker.EventsAddress, worker.Worker.ReplayAddress);

        await worker.Worker.RestartAsync(TestContext.Current.CancellationToken);

        Assert.Equal((events, replay), (worker.Worker.EventsAddress, worker.Worker.ReplayAddress));
        Assert.Empty(worker.Worker.CachedHashes);
        Assert.Empty(worker.Replay());
        await worker.AskNewAsync();
        Assert.Equal(0UL, Assert.Single(worker.ReplayUntil(all => all.Count > 0)).Sequence);
    }
}
