using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Requests;

namespace PrefixConsole.Gateway.Keys;

/// <summary>
/// Keys of the data plane: <c>Authorization: Bearer</c> as OpenAI's clients send it, or <c>x-api-key</c> as Anthropic's do. Without any in the
/// configuration the gateway answers everybody. Looked up by the hash of a long random key: comparing takes no secret's time.
/// </summary>
internal sealed class GatewayKeys : IDisposable
{
    private readonly DemoToken _demo;
    private readonly IDisposable? _changes;
    private volatile FrozenDictionary<string, GatewayKey> _byHash;

    public GatewayKeys(IOptionsMonitor<GatewayOptions> options, DemoToken demo)
    {
        _demo = demo;
        _byHash = Read(options.CurrentValue);
        _changes = options.OnChange(o => _byHash = Read(o));
    }

    /// <summary>Whether a key is asked for.</summary>
    public bool On => _byHash.Count > 0;

    /// <summary>The request may go on; what its key allows is kept with it. False: it has none, or an unknown one.</summary>
    public bool Admit(HttpContext context)
    {
        if (!On)
        {
            return true;
        }

        if (Find(context.Request) is { } key)
        {
            context.Features.Set(key);
            return true;
        }

        // The generator of this very process has no key.
        var demo = context.Request.Headers[GatewayHeaders.Demo].ToString();
        return demo.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(demo), Encoding.UTF8.GetBytes(_demo.Value));
    }

    /// <summary>What the request was admitted with; null without keys.</summary>
    public static GatewayKey? Of(HttpContext context) => context.Features.Get<GatewayKey>();

    /// <summary>Headers that carry a key of ours, which no worker is to see.</summary>
    public static bool IsKeyHeader(string name) =>
        name.Equals("authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => _changes?.Dispose();

    private GatewayKey? Find(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var secret = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : request.Headers["x-api-key"].ToString();
        return secret.Length is > 0 and <= 512 && _byHash.TryGetValue(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), out var key) ? key : null;
    }

    private static FrozenDictionary<string, GatewayKey> Read(GatewayOptions options) => options.Keys
        .DistinctBy(k => k.Hash.ToLowerInvariant())
        .ToFrozenDictionary(
            k => k.Hash.ToLowerInvariant(),
            k => new GatewayKey(k.Name, k.TenantOrName, k.Models.ToFrozenSet(StringComparer.Ordinal)),
            StringComparer.Ordinal);
}
