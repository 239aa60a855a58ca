using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tests.Engine;

public sealed class EngineLoopTests
{
    [Fact]
    public async Task RunAsync_VirtualTime_TokensComeAtTheEndOfTheirPass()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();
        var loop = new EngineLoop(new SimulatedEngine(new EngineOptions(), new UniformTokenSource(10), time), time);
        var request = new EngineRequest([.. Enumerable.Range(0, 1000)], 3, new PrefixNamespace("m"));
        var tokens = loop.Submit(request)!;
        var run = loop.RunAsync(stop.Token); // goes on synchronously up to the first wait

        // 32.106 prefill + 6.550 decode = 38.656 ms
        time.Advance(TimeSpan.FromMilliseconds(38));
        Assert.False(tokens.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await tokens.WaitToReadAsync(stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(5), stop.Token));
        Assert.True(tokens.TryRead(out _));
        Assert.Equal(38.656, request.TimeToFirstToken!.Value.TotalMilliseconds, 0.01);

        while (!tokens.Completion.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            tokens.TryRead(out _);
            await Task.Yield();
        }

        Assert.Equal(EngineRequestState.Finished, request.State);
        Assert.Equal(2, loop.Engine.InterTokenLatency.Read().Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task RunAsync_BlockEvents_ArePublishedAtTheEndOfThePass()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var time = new FakeTimeProvider();
        var loop = new EngineLoop(new SimulatedEngine(new EngineOptions { RecordBlockEvents = true }, new UniformTokenSource(10), time), time);
        var published = new TaskCompletionSource<int>();
        loop.BlocksChanged += events => published.TrySetResult(events.Count);
        loop.Submit(new EngineRequest([.. Enumerable.Range(0, 48)], 1, new PrefixNamespace("m")));
        var run = loop.RunAsync(stop.Token);

        Assert.False(published.Task.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(60));

        Assert.Equal(3, await published.Task.WaitAsync(TimeSpan.FromSeconds(5), stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void Histogram_Observe_CountsCumulatively()
    {
        var histogram = new Histogram(1, 2);
        foreach (var value in new[] { 0.5, 1, 1.5, 9 })
        {
            histogram.Observe(value);
        }

        var read = histogram.Read();
        Assert.Equal([2, 3, 4], read.Cumulative);
        Assert.Equal(12, read.Sum);
    }
}
