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

    private LiveRefresh? _refresh;
    private StoreView _store = null!;
    private IReadOnlyList<TokenView> _tokens = [];

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required StoreState State { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required TokenBook Tokens { get; set; }

    [Inject]
    public required IOptionsMonitor<AccessOptions> Access { get; set; }

    [Inject]
    public required IOptions<StorageOptions> Storage { get; set; }

    [Inject]
    public required IOptionsMonitor<GatewayOptions> Gateway { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

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
}
