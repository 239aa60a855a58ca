using System.Collections.Frozen;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>Where each model's tokens come from, and how long they are waited for.</summary>
internal sealed class TokenRules(TokensOptions options)
{
    private readonly TokenSource _default = Parse(options.Default);
    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds);

    private readonly FrozenDictionary<string, ModelTokensOptions> _models =
        options.Models.ToFrozenDictionary(m => m.Model, StringComparer.Ordinal);

    /// <summary>The model has an entry of its own.</summary>
    public bool Knows(string model) => _models.ContainsKey(model);

    public (TokenSource Source, TimeSpan Timeout) Of(string model) => _models.TryGetValue(model, out var own)
        ? (Parse(own.Source), own.TimeoutMilliseconds is { } timeout ? TimeSpan.FromMilliseconds(timeout) : _timeout)
        : (_default, _timeout);

    // Not Enum.Parse: it takes numbers and lists too.
    public static bool TryParse(string? name, out TokenSource source)
    {
        foreach (var known in Enum.GetValues<TokenSource>())
        {
            if (known.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                source = known;
                return true;
            }
        }

        source = default;
        return false;
    }

    private static TokenSource Parse(string name) => TryParse(name, out var source) ? source : throw new ArgumentException($"no source of tokens is called '{name}'", nameof(name));
}
