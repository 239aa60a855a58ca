using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Access;

/// <summary>API tokens of the configuration and those made in the console, of which only hashes are kept.</summary>
public sealed class TokenBook(IOptionsMonitor<AccessOptions> options, SettingStore settings, TimeProvider time) : IHostedService
{
    /// <summary>Start of every token, by which scanners of repositories can find a leaked one.</summary>
    public const string Prefix = "pfx_";

    /// <summary>Tokens made in the console at most.</summary>
    public const int Limit = 200;

    /// <summary>Longest time that an old secret stays valid beside its successor: a day, in minutes.</summary>
    public const int MaxOverlap = 24 * 60;

    /// <summary>Old secrets kept of one token; those whose time is over are, so that who sends one is told so.</summary>
    public const int EarlierKept = 5;

    private const string Key = "access.tokens";

    private readonly Lock _gate = new();

    // By hash. Bounded by the tokens there are: what is revoked leaves it.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.OrdinalIgnoreCase);
    private List<MadeToken> _made = [];
    private SettingLoad? _load;
    private bool _known = true;

    /// <summary>Raised when a token was revoked or a secret replaced; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Names, scopes and origin of all tokens; never a secret.</summary>
    public IReadOnlyList<TokenView> Tokens
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. options.CurrentValue.Tokens.Select(t => new TokenView(t.Name, t.Scopes, "configuration", null, Used(t.Hash), t.ExpiresAt)),
                    .. _made.Select(View),
                ];
            }
        }
    }

    /// <summary>While the database is away the tokens made earlier are not accepted, and none can be made or revoked.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _known = false;
        _load = await settings.LoadAsync<MadeToken[]>(Key, Take, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _load?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Makes a token. The secret is returned once and kept nowhere.</summary>
    /// <param name="name">1 to 64 characters, unique.</param>
    /// <param name="scopes">At least one, none that <paramref name="by"/> lacks: else who may make tokens could make itself anything.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="expiresAt">When it is no longer accepted; null never.</param>
    public (string? Secret, FieldError? Error) Create(string name, IReadOnlyList<string> scopes, Actor by, DateTimeOffset? expiresAt = null)
    {
        if (name.Trim().Length is 0 or > 64 || name.Any(char.IsControl))
        {
            return (null, new FieldError("name", "must have 1 to 64 characters, none of them control characters"));
        }

        if (scopes.Count == 0 || scopes.Any(s => Roles.OfScope(s) is null))
        {
            return (null, new FieldError("scopes", $"must be of {string.Join(", ", Roles.Scopes)}, at least one"));
        }

        if (ReservedNames.Has(name))
        {
            return (null, new FieldError("name", ReservedNames.Message));
        }

        if (scopes.FirstOrDefault(s => !by.May(Roles.OfScope(s)!.Value)) is { } beyond)
        {
            return (null, new FieldError("scopes", $"'{beyond}' is more than {by.Name} may do"));
        }

        if (expiresAt <= time.GetUtcNow())
        {
            return (null, new FieldError("expiresAt", "must be in the future"));
        }

        lock (_gate)
        {
            if (!_known)
            {
                return (null, new FieldError("name", "the tokens made earlier could not be read yet, as the database does not answer; try again when it is back"));
            }

            if (Tokens.Any(t => t.Name == name.Trim()))
            {
                return (null, new FieldError("name", $"'{name.Trim()}' is taken"));
            }

            if (_made.Count >= Limit)
            {
                return (null, new FieldError("name", $"there are {Limit} tokens already; revoke one first"));
            }

            var secret = NewSecret();
            _made.Add(new MadeToken(name.Trim(), HashOf(secret), [.. scopes], by.Name, time.GetUtcNow(), expiresAt));
            Save();
            return (secret, null);
        }
    }

    /// <summary>Gives a token a new secret under the same name, scopes and end. The secret is returned once and kept nowhere.</summary>
    /// <param name="name">Of a token made in the console.</param>
    /// <param name="overlap">Minutes that the old secret stays valid, 0 to <see cref="MaxOverlap"/>; null is an error.</param>
    /// <param name="by">Who does it: needs all that the token may do, whose secret that one learns.</param>
    /// <returns>Neither a secret nor an error: there is no such token.</returns>
    public (string? Secret, FieldError? Error) Rotate(string name, int? overlap, Actor by)
    {
        if (overlap is not (>= 0 and <= MaxOverlap))
        {
            return (null, new FieldError("overlapMinutes", $"must be a whole number from 0 to {MaxOverlap}"));
        }

        string secret;
        lock (_gate)
        {
            var at = _made.FindIndex(t => t.Name == name);
            if (at < 0)
            {
                return (null, null);
            }

            var token = _made[at];
            if (token.Scopes.FirstOrDefault(s => !by.May(Roles.OfScope(s) ?? Permissions.None)) is { } beyond)
            {
                return (null, new FieldError("name", $"has the scope '{beyond}', which is more than {by.Name} may do"));
            }

            var now = time.GetUtcNow();
            if (HasExpired(token.ExpiresAt))
            {
                return (null, new FieldError("name", "has expired: revoke it and make a new one"));
            }

            RetiredSecret[] earlier = token.Earlier ?? [];
            if (earlier.Count(s => s.ExpiresAt > now) >= EarlierKept)
            {
                return (null, new FieldError("name", $"has {EarlierKept} old secrets that are still valid: wait until one expires, or revoke the token"));
            }

            // What an old one was promised stays; it never outlives the token itself.
            var end = now.AddMinutes(overlap.Value);
            var retired = new RetiredSecret(token.Hash, token.ExpiresAt < end ? token.ExpiresAt.Value : end);
            RetiredSecret[] kept = [.. earlier.Prepend(retired).OrderByDescending(s => s.ExpiresAt).Take(EarlierKept)];
            ForgetUse(earlier.Except(kept).Select(s => s.Hash));
            secret = NewSecret();
            _made[at] = token with { Hash = HashOf(secret), By = by.Name, At = now, Earlier = kept };
            Save();
        }

        Changed?.Invoke();
        return (secret, null);
    }

    /// <summary>False: no such token was made in the console.</summary>
    public bool Revoke(string name)
    {
        lock (_gate)
        {
            if (_made.Find(t => t.Name == name) is not { } token)
            {
                return false;
            }

            _made.Remove(token);
            ForgetUse((token.Earlier ?? []).Select(s => s.Hash).Append(token.Hash));

            Save();
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Whether there is still a token with the hash, which is the stamp of its identity.</summary>
    internal bool IsCurrent(string hash)
    {
        lock (_gate)
        {
            return Entry(hash) is { } entry && !HasExpired(entry.ExpiresAt);
        }
    }

    /// <summary>Whether there is such a token and its time is over: then it is no secret that it was one.</summary>
    internal bool HasExpired(string secret)
    {
        lock (_gate)
        {
            return Entry(HashOf(secret)) is { } entry && HasExpired(entry.ExpiresAt);
        }
    }

    /// <summary>The identity of a token; null for an unknown or expired one.</summary>
    public ClaimsPrincipal? Find(string secret)
    {
        var hash = HashOf(secret);
        (string Name, string[] Scopes, DateTimeOffset? ExpiresAt)? found;
        lock (_gate)
        {
            found = Entry(hash);
        }

        if (found is not { } token || HasExpired(token.ExpiresAt))
        {
            return null;
        }

        _used[hash] = time.GetUtcNow();
        var permissions = token.Scopes.Aggregate(Permissions.None, (all, scope) => all | (Roles.OfScope(scope) ?? Permissions.None));
        return Actor.Principal(AccessSchemes.Token, token.Name, "token: " + string.Join(", ", token.Scopes), permissions, hash);
    }

    // By the hash of a random secret: what the comparison's time tells is of no use.
    private (string Name, string[] Scopes, DateTimeOffset? ExpiresAt)? Entry(string hash)
    {
        if (options.CurrentValue.Tokens.FirstOrDefault(t => t.Hash.Equals(hash, StringComparison.OrdinalIgnoreCase)) is { } configured)
        {
            return (configured.Name, configured.Scopes, configured.ExpiresAt);
        }

        foreach (var made in _made)
        {
            if (made.Hash == hash)
            {
                return (made.Name, made.Scopes, made.ExpiresAt);
            }

            if (made.Earlier is { } earlier && Array.Find(earlier, s => s.Hash == hash) is { } old)
            {
                return (made.Name, made.Scopes, old.ExpiresAt);
            }
        }

        return null;
    }

    private TokenView View(MadeToken token)
    {
        RetiredSecret[] earlier = [.. (token.Earlier ?? []).Where(s => !HasExpired(s.ExpiresAt))];
        return new TokenView(token.Name, token.Scopes, token.By, token.At, Used(token.Hash), token.ExpiresAt)
        {
            EarlierUntil = earlier.Length == 0 ? null : earlier.Max(s => s.ExpiresAt),
            EarlierUsed = earlier.Max(s => Used(s.Hash)),
        };
    }

    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool IsHash(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigit);

    private void Take(MadeToken[]? stored)
    {
        lock (_gate)
        {
            _made = [.. stored ?? []];
            _known = true;
        }
    }

    private bool HasExpired(DateTimeOffset? at) => at <= time.GetUtcNow();

    private DateTimeOffset? Used(string hash) => _used.TryGetValue(hash, out var at) ? at : null;

    private void ForgetUse(IEnumerable<string> hashes)
    {
        foreach (var hash in hashes)
        {
            _used.TryRemove(hash, out _);
        }
    }

    private void Save() => _ = settings.WriteAsync(Key, _made.ToArray());
}
