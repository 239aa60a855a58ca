using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Access;

/// <summary>
/// Who is logged in. Every identity is asked about here before anything is done in its name, so that logging out, a changed role, a revoked
/// token or the end of a session reach open tabs and streams too.
/// </summary>
public sealed class SessionBook : IHostedService, IDisposable
{
    /// <summary>Type of the claim that names the log-in.</summary>
    public const string IdClaim = "prefixconsole:session";

    /// <summary>Log-ins remembered at most; the oldest end first.</summary>
    public const int Limit = 2000;

    private const string Key = "access.sessions";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConsoleLogin> _open = new(StringComparer.Ordinal);
    private readonly UserBook _users;
    private readonly TokenBook _tokens;
    private readonly LoginLink _link;
    private readonly IOptionsMonitor<AccessOptions> _options;
    private readonly SettingStore _settings;
    private readonly TimeProvider _time;
    private readonly IDisposable? _subscription;

    public SessionBook(UserBook users, TokenBook tokens, LoginLink link, IOptionsMonitor<AccessOptions> options, SettingStore settings, TimeProvider time)
    {
        (_users, _tokens, _link) = (users, tokens, link);
        (_options, _settings, _time) = (options, settings, time);
        _subscription = options.OnChange((_, _) => Changed?.Invoke());
        tokens.Changed += OnTokensChanged;
    }

    /// <summary>Raised when an identity may have ended; handlers only signal, and ask again.</summary>
    public event Action? Changed;

    /// <summary>Log-ins survive a restart as long as their cookies do.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var login in await _settings.ReadAsync<ConsoleLogin[]>(Key, cancellationToken) ?? [])
            {
                lock (_gate)
                {
                    _open.TryAdd(login.Id, login);
                }
            }
        }
        catch (StoreUnavailableException)
        {
            // Who was logged in logs in again.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _subscription?.Dispose();
        _tokens.Changed -= OnTokensChanged;
    }

    /// <summary>Begins a session: the same identity, with what names it.</summary>
    public ClaimsPrincipal Begin(ClaimsPrincipal user)
    {
        var login = new ConsoleLogin(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), user.Identity?.Name ?? "?", _time.GetUtcNow());
        lock (_gate)
        {
            foreach (var old in _open.Values.Where(l => !InTime(l)).ToList())
            {
                _open.Remove(old.Id);
            }

            if (_open.Count >= Limit)
            {
                _open.Remove(_open.Values.MinBy(l => l.Begun)!.Id);
            }

            _open.Add(login.Id, login);
            Save();
        }

        var begun = user.Clone();
        ((ClaimsIdentity)begun.Identity!).AddClaim(new Claim(IdClaim, login.Id));
        return begun;
    }

    /// <summary>Ends the session of an identity, wherever its cookie was copied to.</summary>
    public void End(ClaimsPrincipal user)
    {
        lock (_gate)
        {
            if (user.FindFirstValue(IdClaim) is not { } id || !_open.Remove(id))
            {
                return;
            }

            Save();
        }

        Changed?.Invoke();
    }

    /// <summary>False once the session ended or is too old, or what it rests on is gone: the user, the role, the password, the token, the link.</summary>
    public bool IsCurrent(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true } identity)
        {
            return false;
        }

        var stamp = user.FindFirstValue(UserBook.StampClaim);
        if (identity.AuthenticationType == AccessSchemes.Token)
        {
            return stamp is not null && _tokens.IsCurrent(stamp);
        }

        return IsOpen(user.FindFirstValue(IdClaim)) && stamp switch
        {
            UserBook.LinkStamp => _link.IsOn,
            UserBook.ProviderStamp => _options.CurrentValue.Oidc.IsOn,
            _ => _users.IsCurrent(user),
        };
    }

    private bool IsOpen(string? id)
    {
        lock (_gate)
        {
            return id is not null && _open.TryGetValue(id, out var login) && InTime(login);
        }
    }

    private bool InTime(ConsoleLogin login) => _time.GetUtcNow() - login.Begun < _options.CurrentValue.SessionLimit;

    private void OnTokensChanged() => Changed?.Invoke();

    private void Save() => _ = _settings.WriteAsync(Key, _open.Values.ToArray());
}
