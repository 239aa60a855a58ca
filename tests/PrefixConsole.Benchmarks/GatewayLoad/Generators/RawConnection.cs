using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>
/// HTTP/1.1 over one blocking socket of one thread: what the measuring side costs stays small and the same for all. Opens the
/// connection when it is needed, so that an error costs one request and not the run.
/// </summary>
internal sealed class RawConnection(Uri address) : IDisposable
{
    private const int Timeout = 30_000;

    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly byte[] _head = Encoding.ASCII.GetBytes(
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: ");

    private Socket? _socket;
    private int _start;
    private int _end;

    /// <summary>Sends a request and reads its answer to the end; false when that failed or the answer is no 200.</summary>
    public bool Post(byte[] body)
    {
        try
        {
            _socket ??= Open();
            Span<byte> head = stackalloc byte[_head.Length + 16];
            _head.CopyTo(head);
            Utf8Formatter.TryFormat(body.Length, head[_head.Length..], out var digits);
            "\r\n\r\n"u8.CopyTo(head[(_head.Length + digits)..]);
            Send(head[..(_head.Length + digits + 4)], body);
            return Read();
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            Dispose();
            return false;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
        (_start, _end) = (0, 0);
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Timeout, SendTimeout = Timeout };
        socket.Connect(IPAddress.Parse(address.Host), address.Port);
        return socket;
    }

    private void Send(ReadOnlySpan<byte> head, byte[] body)
    {
        // one packet where both fit
        if (head.Length + body.Length <= 16 * 1024)
        {
            Span<byte> whole = stackalloc byte[head.Length + body.Length];
            head.CopyTo(whole);
            body.CopyTo(whole[head.Length..]);
            _socket!.Send(whole);
            return;
        }

        _socket!.Send(head);
        _socket.Send(body);
    }

    private bool Read()
    {
        var ok = Line().StartsWith("HTTP/1.1 200"u8);
        var length = -1;
        var chunked = false;
        while (true)
        {
            var line = Line();
            if (line.IsEmpty)
            {
                break;
            }

            if (Value(line, "content-length:"u8) is { IsEmpty: false } value)
            {
                length = Utf8Parser.TryParse(value, out int number, out _) ? number : throw new FormatException();
            }

            chunked |= Value(line, "transfer-encoding:"u8).SequenceEqual("chunked"u8);
        }

        if (!chunked)
        {
            Skip(length >= 0 ? length : throw new FormatException());
            return ok;
        }

        while (Utf8Parser.TryParse(Line(), out int chunk, out _, 'x'))
        {
            Skip(chunk);
            if (!Line().IsEmpty)
            {
                throw new FormatException();
            }

            if (chunk == 0)
            {
                return ok;
            }
        }

        throw new FormatException();
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name) ? line[name.Length..].Trim((byte)' ') : default;

    /// <summary>The next line without its end; valid until the next read.</summary>
    private ReadOnlySpan<byte> Line()
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start.._end).IndexOf("\r\n"u8);
            if (at >= 0)
            {
                var line = _buffer.AsSpan(_start, at);
                _start += at + 2;
                return line;
            }

            Fill();
        }
    }

    private void Skip(int bytes)
    {
        while (bytes > _end - _start)
        {
            bytes -= _end - _start;
            _start = _end;
            Fill();
        }

        _start += bytes;
    }

    private void Fill()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = _end < _buffer.Length ? _socket!.Receive(_buffer.AsSpan(_end)) : throw new FormatException();
        _end += read > 0 ? read : throw new IOException("closed");
    }
}
