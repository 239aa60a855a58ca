using PrefixConsole.Live;

namespace PrefixConsole.Tests.Live;

/// <summary>A signal that finds an earlier one waiting does nothing: what it was for must be seen all the same.</summary>
public sealed class SignalRaceTests
{
    private const int Rounds = 3000;
    private const int Writers = 3;

    [Fact]
    public async Task Throttle_SignalsFromManyThreads_LastValueIsSeen()
    {
        var throttle = new SignalThrottle(TimeProvider.System, TimeSpan.Zero);
        var values = new long[Writers];
        using var patience = Patience();
        for (var round = 1; round <= Rounds; round++)
        {
            var writing = WriteAsync(values, round, throttle.Signal);
            while (Sum(values) < (long)round * Writers)
            {
                await throttle.WaitAsync(patience.Token);
            }

            await writing;
        }
    }

    [Fact]
    public async Task Refresh_SignalsFromManyThreads_LastValueIsRendered()
    {
        var values = new long[Writers];
        var rendered = 0L;
        var news = new SemaphoreSlim(0);
        using var refresh = new LiveRefresh(TimeProvider.System, TimeSpan.Zero, () =>
        {
            Volatile.Write(ref rendered, Sum(values));
            news.Release();
            return Task.CompletedTask;
        });
        using var patience = Patience();
        for (var round = 1; round <= Rounds; round++)
        {
            await WriteAsync(values, round, refresh.Signal);
            while (Volatile.Read(ref rendered) < (long)round * Writers)
            {
                await news.WaitAsync(patience.Token);
            }
        }
    }

    private static long Sum(long[] values)
    {
        var sum = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            sum += Volatile.Read(ref values[i]);
        }

        return sum;
    }

    private static Task WriteAsync(long[] values, int round, Action signal) => Task.WhenAll(Enumerable.Range(0, values.Length).Select(i => Task.Run(() =>
    {
        Volatile.Write(ref values[i], round);
        Interlocked.MemoryBarrier();
        signal();
    })));

    private static CancellationTokenSource Patience()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(TimeSpan.FromMinutes(5));
        return source;
    }
}
