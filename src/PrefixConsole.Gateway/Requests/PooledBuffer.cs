using System.Buffers;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Bytes that grow in rented arrays. Not thread-safe; dispose of it exactly when nobody reads it any more.</summary>
internal sealed class PooledBuffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> GetSpan(int atLeast)
    {
        Reserve(atLeast);
        return _bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int atLeast)
    {
        Reserve(atLeast);
        return _bytes.AsMemory(Length);
    }

    public void Advance(int count) => Length += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void Clear() => Length = 0;

    /// <summary>Forgets the first bytes.</summary>
    public void RemoveStart(int count)
    {
        _bytes.AsSpan(count, Length - count).CopyTo(_bytes);
        Length -= count;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Reserve(int atLeast)
    {
        if (_bytes.Length - Length >= atLeast)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Min(Array.MaxLength, Math.Max((long)Length + atLeast, 2L * _bytes.Length))));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
