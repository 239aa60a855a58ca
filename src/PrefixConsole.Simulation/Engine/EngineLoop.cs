using System.Threading.Channels;

namespace PrefixConsole.Simulation.Engine;

/// <summary>Runs an engine pass by pass in the time of a <see cref="TimeProvider"/> and hands its tokens out at the end of each pass.</summary>
public sealed class EngineLoop(SimulatedEngine engine, TimeProvider time)
{
    /// <summary>
    /// How far the loop may run behind and still catch up. Timers tick in milliseconds and fast passes are shorter, so some lag is normal;
    /// after a real stall the lost time is not made up in one burst.
    /// </summary>
    private static readonly TimeSpan s_maxLag = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Raised at the end of a pass with the blocks it stored and removed, if the engine records them.</summary>
    public event Action<IReadOnlyList<BlockEvent>>? BlocksChanged;

    public SimulatedEngine Engine => engine;

    /// <summary>Queues a request and returns its tokens as they come; null if it could never fit.</summary>
    public ChannelReader<int>? Submit(EngineRequest request)
    {
        // As large as the answer: the loop never waits for a slow reader.
        var output = Channel.CreateBounded<int>(new BoundedChannelOptions(request.MaxTokens) { SingleReader = true, SingleWriter = true });
        request.Output = output.Writer;
        if (!engine.TrySubmit(request))
        {
            return null;
        }

        _wake.Writer.TryWrite(true);
        return output.Reader;
    }

    public int ResetPrefixCache()
    {
        var dropped = engine.ClearPrefixCache();
        _wake.Writer.TryWrite(true);
        return dropped;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var due = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!engine.HasWork)
            {
                Publish();
                await _wake.Reader.ReadAsync(cancellationToken);
                due = time.GetElapsedTime(start);
                continue;
            }

            var result = engine.Step();
            due += result.Duration;
            var wait = due - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                // Task.Delay cuts to whole milliseconds: round up, the next passes are then due at once.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
            else if (wait < -s_maxLag)
            {
                due = time.GetElapsedTime(start) - s_maxLag;
                await Task.Yield();
            }

            Deliver(result);
            Publish();
        }
    }

    private static void Deliver(StepResult result)
    {
        foreach (var emitted in result.Emitted)
        {
            emitted.Request.Output?.TryWrite(emitted.Token);
            if (emitted.Last)
            {
                emitted.Request.Output?.TryComplete();
            }
        }
    }

    private void Publish()
    {
        if (engine.Options.RecordBlockEvents && engine.DrainBlockEvents() is { Count: > 0 } events)
        {
            BlocksChanged?.Invoke(events);
        }
    }
}
