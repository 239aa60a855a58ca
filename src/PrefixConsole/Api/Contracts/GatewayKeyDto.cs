using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api.Contracts;

/// <summary>A key of the gateway's clients; never its hash.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tenant">Tenant of its requests; the name unless the configuration has another.</param>
/// <param name="Models">Models it may ask for; empty for all.</param>
public sealed record GatewayKeyDto(string Name, string Tenant, IReadOnlyList<string> Models)
{
    internal static GatewayKeyDto From(GatewayKeyOptions key) => new(key.Name, key.TenantOrName, key.Models);
}
