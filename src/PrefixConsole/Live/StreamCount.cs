namespace PrefixConsole.Live;

/// <summary>Counts one connection's streams.</summary>
internal sealed class StreamCount
{
    private int _open;

    /// <summary>A place to dispose of when the stream ends; null when all are taken.</summary>
    public Place? Take()
    {
        if (Interlocked.Increment(ref _open) <= TelemetryHub.MaxStreams)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _open);
        return null;
    }

    internal sealed class Place(StreamCount count) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Decrement(ref count._open);
            }
        }
    }
}
