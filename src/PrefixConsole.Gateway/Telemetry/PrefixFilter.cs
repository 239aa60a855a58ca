using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Whose prefixes to look at; null parts do not filter.</summary>
public sealed record PrefixFilter(string? Tenant = null, string? Model = null, string? Adapter = null)
{
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
        return (Tenant is null || parts.Tenant == Tenant) && (Model is null || parts.Model == Model) && (Adapter is null || parts.Adapter == Adapter);
    }
}
