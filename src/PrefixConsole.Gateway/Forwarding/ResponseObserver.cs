using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Measures a response as it passes through: first byte, gaps between events, usage. Holds no more than its readers' bounds.</summary>
internal sealed class ResponseObserver(TimeProvider time) : IDisposable
{
    private LoadLease? _lease;
    private EventStreamReader? _events;
    private TailWindow? _tail;

    public bool IsEventStream => _events is not null;

    /// <summary>Timestamp of the first body byte; null while there was none.</summary>
    public long? FirstByte { get; private set; }

    /// <summary>Mean gap between events after the first.</summary>
    public TimeSpan? InterTokenLatency =>
        _events is { Events: > 1 } e ? time.GetElapsedTime(e.FirstEvent, e.LastEvent) / (e.Events - 1) : null;

    public void Begin(HttpResponseMessage response, LoadLease? lease)
    {
        _lease = lease;
        var content = response.Content.Headers;
        if (content.ContentEncoding.Count > 0)
        {
            return;
        }

        var type = content.ContentType?.MediaType;
        if (string.Equals(type, "text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            _events = new EventStreamReader();
        }
        else if (string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            _tail = new TailWindow();
        }
    }

    public void OnBody(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
        {
            return;
        }

        var now = time.GetTimestamp();
        if (FirstByte is null)
        {
            FirstByte = now;
            _lease?.MarkFirstToken();
        }

        _events?.Read(chunk, now);
        _tail?.Append(chunk);
    }

    public TokenUsage Usage()
    {
        var usage = _events?.Usage ?? default;
        if (_tail is { IsCut: false } whole)
        {
            UsageReader.Read(whole.Bytes, ref usage);
        }
        else if (_tail is { } tail)
        {
            UsageReader.ReadTail(tail.Bytes, ref usage);
        }

        return usage;
    }

    /// <summary>Back to the start, for another attempt.</summary>
    public void Reset()
    {
        Dispose();
        _lease = null;
        _events = null;
        _tail = null;
        FirstByte = null;
    }

    public void Dispose()
    {
        _events?.Dispose();
        _tail?.Dispose();
    }
}
