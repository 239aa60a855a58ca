namespace PrefixConsole.Gateway.KvEvents;

/// <summary>A reader and its task.</summary>
internal sealed class KvReaderRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;

    public KvReaderRun(KvFeedReader reader, KvReaderThreads threads)
    {
        Reader = reader;
        _task = threads.Factory.StartNew(() => reader.RunAsync(_stop.Token)).Unwrap();
    }

    public KvFeedReader Reader { get; }

    /// <summary>Nothing may be accepted any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }
}
