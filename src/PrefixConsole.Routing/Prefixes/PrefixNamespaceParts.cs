namespace PrefixConsole.Routing.Prefixes;

/// <summary>What a <see cref="PrefixNamespace.Label"/> says. A name that holds the separator itself is read as two parts.</summary>
/// <param name="Model">Base model.</param>
/// <param name="Adapter">LoRA adapter; empty for none.</param>
/// <param name="Tenant">Tenant; empty for none.</param>
/// <param name="Salt">What <see cref="SaltName"/> calls their <c>cache_salt</c>; empty for none.</param>
public readonly record struct PrefixNamespaceParts(string Model, string Adapter, string Tenant, string Salt)
{
    internal const string Separator = " · ";
    internal const string TenantWord = "tenant ";
    internal const string SaltWord = "salt ";

    public static PrefixNamespaceParts Parse(string label)
    {
        var parts = label.Split(Separator);
        var (adapter, tenant, salt) = ("", "", "");
        for (var i = 1; i < parts.Length; i++)
        {
            var part = parts[i];
            if (i == parts.Length - 1 && part.StartsWith(SaltWord, StringComparison.Ordinal))
            {
                salt = part[SaltWord.Length..];
            }
            else if (part.StartsWith(TenantWord, StringComparison.Ordinal) && tenant.Length == 0)
            {
                tenant = part[TenantWord.Length..];
            }
            else if (adapter.Length == 0)
            {
                adapter = part;
            }
        }

        return new PrefixNamespaceParts(parts[0], adapter, tenant, salt);
    }
}
