using Microsoft.AspNetCore.Components;
using PrefixConsole.Access;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Settings;

/// <summary>API tokens: made, rotated and revoked. A secret is shown once.</summary>
public sealed partial class TokenPanel
{
    // Zero: never.
    private static readonly int[] s_days = [0, 7, 30, 90, 365];

    private readonly HashSet<string> _scopes = ["read"];
    private FieldError? _error;
    private string _name = "";
    private int _days;
    private string? _secret;
    private string _secretOf = "";
    private string? _revoking;
    private string? _rotating;

    [Inject]
    public required TokenBook Tokens { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<TokenView> Made { get; set; }

    /// <summary>Tokens were made, rotated or revoked.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool MayAdminister => Desk.Actor.May(Permissions.Administer);

    private DateTimeOffset? ExpiresAt => _days > 0 ? Time.GetUtcNow().AddDays(_days) : null;

    private static string Earlier(TokenView token) => token.EarlierUntil is not { } until ? "" :
        $"valid until {Figures.DateAndTime(until)}, {(token.EarlierUsed is { } used ? $"last used {Figures.DateAndTime(used)}" : "not used since the start")}";

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
        var expiresAt = ExpiresAt;
        var (secret, error) = await Desk.DoAsync(
            "token.create", _name.Trim(), () => Tokens.Create(_name, scopes, Desk.Actor, expiresAt), made => TokenReports.Of(made.Error, scopes, expiresAt), Permissions.Administer);
        _error = error;
        var name = _name.Trim();
        if (secret is not null)
        {
            _name = "";
        }

        await ShowAsync(name, secret);
    }

    private void OpenRotate(string name) => (_rotating, _revoking) = (_rotating == name ? null : name, null);

    private Task ShowAsync(string name, string? secret)
    {
        (_secret, _secretOf) = (secret, name);
        return OnChanged.InvokeAsync();
    }

    private async Task RevokeAsync(string name)
    {
        if (_revoking != name)
        {
            // A second click on the same button: whatever uses the token stops working at once.
            (_revoking, _rotating) = (name, null);
            return;
        }

        _revoking = null;
        await Desk.DoAsync("token.revoke", name, () => Tokens.Revoke(name), TokenReports.StateOf(Tokens, name), Permissions.Administer);
        await OnChanged.InvokeAsync();
    }
}
