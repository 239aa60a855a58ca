using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Whose prefixes to look at; null parts do not filter.</summary>
/// <param name="Tenant">Of the requests.</param>
/// <param name="Model">Base model.</param>
/// <param name="Adapter">LoRA adapter.</param>
/// <param name="Salt">What <see cref="SaltName"/> calls the <c>cache_salt</c>; <see cref="NoSalt"/> for requests without one.</param>
public sealed record PrefixFilter(string? Tenant = null, string? Model = null, string? Adapter = null, string? Salt = null)
{
    /// <summary>As <see cref="Salt"/>: requests that have none. No salt has this name.</summary>
    public const string NoSalt = "none";

    /// <summary>Lets all pass.</summary>
    public static PrefixFilter None { get; } = new();

    public bool IsNone => this == None;

    /// <param name="label">As the tree names a namespace.</param>
    public bool Matches(string label)
    {
        if (IsNone)
        {
            return true;
        }

        var parts = PrefixNamespaceParts.Parse(label);
        return (Tenant is null || parts.Tenant == Tenant)
            && (Model is null || parts.Model == Model)
            && (Adapter is null || parts.Adapter == Adapter)
            && (Salt is null || parts.Salt == (Salt == NoSalt ? "" : Salt));
    }
}
