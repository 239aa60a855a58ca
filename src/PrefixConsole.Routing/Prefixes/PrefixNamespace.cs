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
    /// <summary>
    /// XXH3-64 over the four parts, each preceded by its length, so that no two namespaces spell the same bytes.
    /// </summary>
    public ulong Seed()
    {
        var hash = new XxHash3();
        Append(hash, Model);
        Append(hash, Adapter);
        Append(hash, CacheSalt);
        Append(hash, Tenant);
        return hash.GetCurrentHashAsUInt64();
    }

    private static void Append(XxHash3 hash, string part)
    {
        var length = part.Length;
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        hash.Append(MemoryMarshal.AsBytes(part.AsSpan()));
    }
}
