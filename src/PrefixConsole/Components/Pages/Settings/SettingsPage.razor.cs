using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Access;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Settings;

/// <summary>What is kept and for how long, who may come in, and API tokens.</summary>
public sealed partial class SettingsPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    // Zero: never.
    private static readonly int[] s_days = [0, 7, 30, 90, 365];

    private readonly HashSet<string> _scopes = ["read"];
    private LiveRefresh? _refresh;
    private StoreView _store = null!;
    private IReadOnlyList<TokenView> _tokens = [];
    private FieldError? _error;
    private string _name = "";
    private int _days;
    private string? _secret;
    private string _secretOf = "";
    private string? _revoking;

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required StoreState State { get; set; }

    [Inject]
    public required TokenBook Tokens { get; set; }

    [Inject]
    public required IOptionsMonitor<AccessOptions> Access { get; set; }

    [Inject]
    public required IOptions<StorageOptions> Storage { get; set; }

    [Inject]
    public required IOptions<GatewayOptions> Gateway { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    private bool MayAdminister => Desk.Actor.May(Permissions.Administer);

    public void Dispose()
    {
        State.Changed -= OnChanged;
        _refresh?.Dispose();
    }

    protected override void OnInitialized()
    {
        Read();
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(() =>
        {
            Read();
            StateHasChanged();
        }));
        State.Changed += OnChanged;
    }

    private static string Days(TimeSpan age) => age.TotalDays >= 1 ? $"{age.TotalDays:0.#} days" : $"{age.TotalHours:0.#} hours";

    private void OnChanged() => _refresh?.Signal();

    private void Read()
    {
        _store = State.View;
        _tokens = Tokens.Tokens;
    }

    private void Toggle(string scope, bool on)
    {
        if (on)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    private async Task CreateAsync()
    {
        string[] scopes = [.. _scopes];
        DateTimeOffset? expiresAt = _days > 0 ? Time.GetUtcNow().AddDays(_days) : null;
        var (secret, error) = await Desk.DoAsync(
            "token.create", _name.Trim(), () => Tokens.Create(_name, scopes, Desk.Actor, expiresAt), made => TokenReports.Of(made.Error, scopes, expiresAt), Permissions.Administer);
        (_error, _secret, _secretOf) = (error, secret, _name.Trim());
        if (secret is not null)
        {
            _name = "";
        }

        Read();
    }

    private async Task RevokeAsync(string name)
    {
        if (_revoking != name)
        {
            // A second click on the same button: whatever uses the token stops working at once.
            _revoking = name;
            return;
        }

        _revoking = null;
        await Desk.DoAsync("token.revoke", name, () => Tokens.Revoke(name), Permissions.Administer);
        Read();
    }
}
