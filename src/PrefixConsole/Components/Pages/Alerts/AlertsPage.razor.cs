using System.Globalization;
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
    private AlertHistoryFilter _filter = new();
    private AlertView? _selected;
    private string? _silencing;
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
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Rule that is edited.</summary>
    [SupplyParameterFromQuery(Name = "rule")]
    public string? Rule { get; set; }

    /// <summary>Rule whose history is shown; all without one.</summary>
    [SupplyParameterFromQuery(Name = "history")]
    public string? Of { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Only changes older than the one with this id.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

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

    protected override Task OnParametersSetAsync()
    {
        var query = new QueryReader();
        query.Known("rule", Rule, AlertRules.All.Select(r => r.Id));
        _filter = new AlertHistoryFilter
        {
            Rule = query.Known("history", Of, AlertRules.All.Select(r => r.Id)),
            Before = query.Id("before", Before, "the id of a change"),
        };
        _errors = query.Errors;
        return ReadAllAsync();
    }

    private void OnChanged() => _refresh?.Signal();

    private async Task UpdateAsync()
    {
        await ReadAllAsync();
        StateHasChanged();
    }

    private async Task ReadAllAsync()
    {
        Read();
        var (from, to) = TimeRange.ReadOpen(Range, From, To, Time.GetUtcNow());
        _filter = _filter with { From = from, To = to };
        (_history, _problem) = await Monitor.HistoryAsync(_filter, Shown, CancellationToken.None);
    }

    private void Read()
    {
        _views = Monitor.Read();
        _selected = _views.FirstOrDefault(v => v.Rule.Id == Rule);
    }

    private void GoHistory(string? rule, Guid? before) => Navigation.NavigateTo(History(rule, before), replace: true);

    private string History(string? rule, Guid? before) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["history"] = string.IsNullOrEmpty(rule) ? null : rule,
        ["before"] = before?.ToString(),
    });

    /// <summary>As many as are shown, of the same filter.</summary>
    private string HistoryFile(string? format) => "/api/alerts/history" + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["rule"] = _filter.Rule,
            ["from"] = TimeRange.Write(_filter.From),
            ["to"] = TimeRange.Write(_filter.To),
            ["before"] = _filter.Before?.ToString(),
            ["limit"] = Shown.ToString(CultureInfo.InvariantCulture),
            ["format"] = format,
        }.Where(f => f.Value is not null));

    private string HistoryTime => _filter switch
    {
        { From: { } from, To: { } to } => $"{Figures.DateAndTime(from)} to {Figures.DateAndTime(to)}",
        { From: { } from } => $"since {Figures.DateAndTime(from)}",
        { To: { } to } => $"until {Figures.DateAndTime(to)}",
        _ => "all that is kept",
    };

    private void CloseSilence()
    {
        _silencing = null;
        Read();
    }

    private async Task UnsilenceAsync(AlertRule rule)
    {
        try
        {
            await Acts.UnsilenceAsync(Desk.Actor, rule);
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
        }

        Read();
    }
}
