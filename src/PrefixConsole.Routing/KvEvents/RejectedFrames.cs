using System.Collections.Immutable;
using System.Security.Cryptography;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>The last messages of one feed that could not be used. Thread-safe. Costs nothing while there are none.</summary>
public sealed class RejectedFrames
{
    /// <summary>Frames kept; the oldest leave first.</summary>
    public const int Kept = 20;

    /// <summary>Bytes hashed within a second, so that an engine gone wrong does not take the processor from the others.</summary>
    public const int HashedPerSecond = 16 * 1024 * 1024;

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<RejectedFrame> _last = new();
    private readonly TimeProvider _time;
    private long _since;
    private int _hashed;

    internal RejectedFrames(TimeProvider time) => _time = time;

    /// <summary>Newest first.</summary>
    public ImmutableArray<RejectedFrame> Read()
    {
        lock (_gate)
        {
            return [.. _last.Reverse()];
        }
    }

    /// <inheritdoc cref="RejectedFrame"/>
    public void Add(ulong? sequence, KvEventFault fault, string? problem, int events, ReadOnlySpan<byte> frame)
    {
        var hash = MayHash(frame.Length) ? Convert.ToHexStringLower(SHA256.HashData(frame)) : null;
        lock (_gate)
        {
            if (_last.Count == Kept)
            {
                _last.Dequeue();
            }

            _last.Enqueue(new RejectedFrame(_time.GetUtcNow(), sequence, fault, problem, events, frame.Length, hash));
        }
    }

    private bool MayHash(int bytes)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_since, now) >= s_second)
            {
                (_since, _hashed) = (now, 0);
            }

            if (bytes > HashedPerSecond - _hashed)
            {
                return false;
            }

            _hashed += bytes;
            return true;
        }
    }
}
