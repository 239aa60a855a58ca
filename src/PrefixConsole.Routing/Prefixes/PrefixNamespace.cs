using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>
/// What must be equal before two prompts may share a prefix: model, LoRA adapter, <c>cache_salt</c> and tenant. It seeds the
/// first block's hash, so prompts that differ in any part never match anywhere in an index.
/// </summary>
/// <param name="Model">Base model name.</param>
/// <param name="Adapter">LoRA adapter; empty for none.</param>
/// <param name="CacheSalt">The request's <c>cache_salt</c>; empty for none.</param>
/// <param name="Tenant">Tenant; empty for none.</param>
public readonly record struct PrefixNamespace(string Model, string Adapter = "", string CacheSalt = "", string Tenant = "")
{
    private const int OnStack = 512;

    /// <summary>For people: model, adapter, tenant, and a name of the salt, which is a secret itself. <see cref="PrefixNamespaceParts"/> reads it.</summary>
    public string Label
    {
        get
        {
            if (Adapter.Length == 0 && Tenant.Length == 0 && CacheSalt.Length == 0)
            {
                return Model;
            }

            var label = Adapter.Length == 0 ? Model : $"{Model}{PrefixNamespaceParts.Separator}{Adapter}";
            label = Tenant.Length == 0 ? label : $"{label}{PrefixNamespaceParts.Separator}{PrefixNamespaceParts.TenantWord}{Tenant}";
            return CacheSalt.Length == 0 ? label : $"{label}{PrefixNamespaceParts.Separator}{PrefixNamespaceParts.SaltWord}{SaltName.Of(CacheSalt)}";
        }
    }

    /// <summary>
    /// XXH3-64 over the four parts, each preceded by its length, so that no two namespaces spell the same bytes.
    /// </summary>
    /// <remarks>
    /// In one call over a buffer: the streaming hash costs an object of 500 bytes, and where it is inlined it leaves 512-bit registers in use,
    /// which made the caller's AES rounds three times slower.
    /// </remarks>
    public ulong Seed()
    {
        var bytes = (4 * sizeof(int)) + (sizeof(char) * (Model.Length + Adapter.Length + CacheSalt.Length + Tenant.Length));
        Span<byte> buffer = bytes <= OnStack ? stackalloc byte[OnStack] : new byte[bytes];
        var rest = Append(buffer, Model);
        rest = Append(rest, Adapter);
        rest = Append(rest, CacheSalt);
        Append(rest, Tenant);
        return XxHash3.HashToUInt64(buffer[..bytes]);
    }

    private static Span<byte> Append(Span<byte> buffer, string part)
    {
        MemoryMarshal.Write(buffer, part.Length);
        var text = MemoryMarshal.AsBytes(part.AsSpan());
        text.CopyTo(buffer[sizeof(int)..]);
        return buffer[(sizeof(int) + text.Length)..];
    }
}
