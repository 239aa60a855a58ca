using System.Buffers.Binary;
using NetMQ;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The frames of one message of a socket. They are its own until the next is read.</summary>
internal sealed class KvFrames
{
    /// <summary>Batches have three frames, replayed ones up to four; of longer messages the rest is read and dropped.</summary>
    private const int Kept = 5;

    private readonly Msg[] _frames = new Msg[Kept];
    private Msg _surplus;

    public KvFrames()
    {
        foreach (ref var frame in _frames.AsSpan())
        {
            frame.InitEmpty();
        }

        _surplus.InitEmpty();
    }

    /// <summary>Frames of the message, with those that were dropped.</summary>
    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Topic => _frames[0].SliceAsMemory();

    /// <summary>Payload of a message that <see cref="TryGetSequence"/> took.</summary>
    public ReadOnlyMemory<byte> Payload => _frames[Count - 1].SliceAsMemory();

    /// <summary>The last frame, of a message with too many the last that was kept: for one that <see cref="TryGetSequence"/> did not take.</summary>
    public ReadOnlySpan<byte> Last => _frames[Math.Min(Count, Kept) - 1].Slice();

    /// <summary>Reads the next message; false when none came in time.</summary>
    public bool TryRead(NetMQSocket socket, TimeSpan timeout)
    {
        Count = 0;
        if (!socket.TryReceive(ref _frames[0], timeout))
        {
            return false;
        }

        Count = 1;
        for (var more = _frames[0].HasMore; more; Count++)
        {
            // the library hands out a message when all of its frames are there
            ref var frame = ref Count < Kept ? ref _frames[Count] : ref _surplus;
            socket.Receive(ref frame);
            more = frame.HasMore;
        }

        return true;
    }

    /// <summary>The last frame is the payload and the one before it the sequence number; false when that one has not 8 bytes or there are too few or many.</summary>
    public bool TryGetSequence(int minFrames, int maxFrames, out ulong sequence)
    {
        sequence = 0;
        if (Count < minFrames || Count > maxFrames || _frames[Count - 2].Size != sizeof(ulong))
        {
            return false;
        }

        sequence = BinaryPrimitives.ReadUInt64BigEndian(_frames[Count - 2].Slice());
        return true;
    }
}
