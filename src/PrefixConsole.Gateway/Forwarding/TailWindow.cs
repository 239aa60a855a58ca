using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The last 64 KiB or more (at most 128 KiB) of a body that passes through, or all of it when it is smaller.</summary>
internal sealed class TailWindow : IDisposable
{
    private const int Kept = 64 * 1024;
    private readonly PooledBuffer _bytes = new(4096);

    /// <summary>Something has left at the front.</summary>
    public bool IsCut { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length > Kept)
        {
            IsCut = true;
            _bytes.Clear();
            chunk = chunk[^Kept..];
        }
        else if (_bytes.Length + chunk.Length > 2 * Kept)
        {
            IsCut = true;
            _bytes.RemoveStart(Math.Max(0, _bytes.Length - Kept));
        }

        _bytes.Append(chunk);
    }

    public void Dispose() => _bytes.Dispose();
}
