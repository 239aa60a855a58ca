namespace PrefixConsole.Gateway.Keys;

/// <summary>The key a request came with.</summary>
/// <param name="Name">Of the client.</param>
/// <param name="Tenant">Of its requests.</param>
/// <param name="Models">It may ask for; empty for all.</param>
internal sealed record GatewayKey(string Name, string Tenant, IReadOnlySet<string> Models)
{
    public bool Allows(string model) => Models.Count == 0 || Models.Contains(model);
}
