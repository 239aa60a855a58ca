namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The client's response body with an observer on it. Writes and flushes pass straight on.</summary>
internal sealed class ObservedBody(Stream inner, ResponseObserver observer) : Stream
{
    private UsageChunkFilter? _filter;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on the usage chunk does not reach the client.</summary>
    public void DropUsage() => _filter = new UsageChunkFilter();

    /// <summary>The worker's response is complete: lets go of what the filter still holds.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) =>
        _filter?.Rest() is { Length: > 0 } rest ? inner.WriteAsync(rest, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>The gateway's own last event, past filter and observer.</summary>
    public async Task WriteLastAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await inner.WriteAsync(bytes, cancellationToken);
        await inner.FlushAsync(cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        observer.OnBody(buffer.Span);
        if (_filter is null)
        {
            return inner.WriteAsync(buffer, cancellationToken);
        }

        var ready = _filter.Push(buffer);
        return ready.IsEmpty ? ValueTask.CompletedTask : inner.WriteAsync(ready, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("write asynchronously");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // the inner stream is the server's
        if (disposing)
        {
            _filter?.Dispose();
        }

        base.Dispose(disposing);
    }
}
