using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Alerts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Pages.Alerts;

/// <summary>What is wrong now, what was, and when it should be said.</summary>
public sealed partial class AlertsPage : IDisposable
{
    private const int Shown = 100;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private LiveRefresh? _refresh;
    private IReadOnlyList<AlertView> _views = [];
    private IReadOnlyList<AlertRow> _history = [];
    private AlertView? _selected;
    private string? _problem;
    private IReadOnlyList<QueryError> _errors = [];

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required AlertMonitor Monitor { get; set; }

    [Inject]
    public required AlertActs Acts { get; set; }

    [Inject]
    public required SampleRecorder Samples { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required ISnackbar Snackbar { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Rule that is edited.</summary>
    [SupplyParameterFromQuery(Name = "rule")]
    public string? Rule { get; set; }

    private string Coverage => $"Samples in memory: {Figures.Age(TimeSpan.FromSeconds((double)Samples.Recent(0, long.MaxValue).Count * SampleRecorder.Seconds))}; * differs from the default. Alerts are shown here and in the top bar; let Prometheus send them.";

    public void Dispose()
    {
        Monitor.Changed -= OnChanged;
        _refresh?.Dispose();
    }

    protected override void OnInitialized()
    {
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(UpdateAsync));
        Monitor.Changed += OnChanged;
    }

    protected override Task OnParametersSetAsync() => ReadAllAsync();

    private void OnChanged() => _refresh?.Signal();

    private async Task UpdateAsync()
    {
        await ReadAllAsync();
        StateHasChanged();
    }

    private async Task ReadAllAsync()
    {
        Read();
        (_history, _problem) = await Monitor.HistoryAsync(Shown, CancellationToken.None);
    }

    private void Read()
    {
        _views = Monitor.Read();
        _selected = _views.FirstOrDefault(v => v.Rule.Id == Rule);
        var query = new QueryReader();
        query.Known("rule", Rule, _views.Select(v => v.Rule.Id));
        _errors = query.Errors;
    }

    private Task SilenceAsync(AlertRule rule, int hours) => ActAsync(() => Acts.SilenceAsync(Desk.Actor, rule, TimeSpan.FromHours(hours), "from the console"));

    private Task UnsilenceAsync(AlertRule rule) => ActAsync(() => Acts.UnsilenceAsync(Desk.Actor, rule));

    private async Task ActAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
        }

        Read();
    }
}
