using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>Reads a server-sent event stream as it passes: counts events that carry output and takes usage from those that have it.</summary>
internal sealed class EventStreamReader : IDisposable
{
    /// <summary>A line longer than this is not looked at.</summary>
    private const int MaxLine = 1024 * 1024;

    private readonly PooledBuffer _partial = new(1024);
    private TokenUsage _usage;
    private bool _skipLine;

    public TokenUsage Usage => _usage;

    /// <summary>Events with data, without <c>[DONE]</c>.</summary>
    public int Events { get; private set; }

    public long FirstEvent { get; private set; }

    public long LastEvent { get; private set; }

    public void Read(ReadOnlySpan<byte> chunk, long now)
    {
        while (!chunk.IsEmpty)
        {
            var end = chunk.IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(chunk);
                return;
            }

            if (_skipLine)
            {
                _skipLine = false;
            }
            else if (_partial.Length > 0)
            {
                _partial.Append(chunk[..end]);
                Line(_partial.Span, now);
            }
            else
            {
                Line(chunk[..end], now);
            }

            _partial.Clear();
            chunk = chunk[(end + 1)..];
        }
    }

    public void Dispose() => _partial.Dispose();

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_partial.Length + rest.Length > MaxLine)
        {
            _skipLine = true;
            _partial.Clear();
        }

        if (!_skipLine)
        {
            _partial.Append(rest);
        }
    }

    private void Line(ReadOnlySpan<byte> line, long now)
    {
        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        var data = line["data:"u8.Length..].Trim(" \r"u8);
        if (data.SequenceEqual("[DONE]"u8))
        {
            return;
        }

        if (Events++ == 0)
        {
            FirstEvent = now;
        }

        LastEvent = now;
        if (data.IndexOf("\"usage\""u8) >= 0)
        {
            UsageReader.Read(data, ref _usage);
        }
    }
}
