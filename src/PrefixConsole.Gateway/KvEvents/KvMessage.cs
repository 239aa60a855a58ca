namespace PrefixConsole.Gateway.KvEvents;

/// <summary>A batch on its way from the socket to its reader, in a rented array; or, without one, a call to look whether a replay is wanted.</summary>
/// <remarks><paramref name="Received"/> is the timestamp of its arrival.</remarks>
internal readonly record struct KvMessage(byte[]? Rented, int Length, ulong Sequence, long Received)
{
    public bool IsCall => Rented is null;

    public ReadOnlyMemory<byte> Payload => Rented.AsMemory(0, Length);

    /// <summary>Memory it takes, which is more than its length.</summary>
    public int Size => Rented?.Length ?? 0;
}
