namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>Threads of their own: blocking sockets would starve the pool.</summary>
internal static class LoadThreads
{
    private const int Stack = 256 * 1024;

    public static Task<Tally[]> RunAsync(int count, Func<int, Tally> work) => Task.WhenAll(Enumerable.Range(0, count).Select(number =>
    {
        var done = new TaskCompletionSource<Tally>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(work(number));
            }
#pragma warning disable CA1031 // the caller gets it
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        }, Stack)
        { IsBackground = true };
        thread.Start();
        return done.Task;
    }));
}
