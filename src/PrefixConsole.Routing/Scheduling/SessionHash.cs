using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>
/// Tells the sessions of one run of the program apart without keeping what clients call them, which may be a person's name: the first 8 bytes of an HMAC-SHA256 under a key
/// that is drawn at the start and kept nowhere, so that stored decisions of other runs cannot be linked, nor names be tried out against them.
/// </summary>
internal static class SessionHash
{
    private const int OnStack = 512;

    // Not from a seeded generator: it decides nothing, and must not be guessed.
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>0 for a request that names no session. The same name of another model or tenant is another session, as for session affinity.</summary>
    public static ulong Of(RoutingRequest request)
    {
        if (request.SessionKey is not { } session)
        {
            return 0;
        }

        var (model, tenant) = (request.Model, request.Namespace.Tenant);
        var length = (2 * sizeof(int)) + (sizeof(char) * (model.Length + tenant.Length + session.Length));
        byte[]? rented = null;
        var bytes = length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            // Lengths before what varies: no two sessions spell the same bytes.
            MemoryMarshal.Write(bytes, model.Length);
            MemoryMarshal.Write(bytes[sizeof(int)..], tenant.Length);
            var rest = Append(Append(Append(bytes[(2 * sizeof(int))..], model), tenant), session);
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(s_key, bytes[..(bytes.Length - rest.Length)], hash);
            return Math.Max(1, MemoryMarshal.Read<ulong>(hash));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    private static Span<byte> Append(Span<byte> buffer, string part)
    {
        var text = MemoryMarshal.AsBytes(part.AsSpan());
        text.CopyTo(buffer);
        return buffer[text.Length..];
    }
}
