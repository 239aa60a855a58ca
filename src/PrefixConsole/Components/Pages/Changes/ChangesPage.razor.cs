using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using MudBlazor;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Components.Pages.Changes;

/// <summary>What changed, who changed it, did it help; put it back.</summary>
public sealed partial class ChangesPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly NewestRead _reading = new();
    private LiveRefresh? _refresh;
    private List<ChangeRow> _rows = [];
    private ChangeRow? _selected;
    private FleetCharts? _charts;
    private ChartMark[] _marks = [];
    private RevisionTerms? _terms;
    private ReturnTarget? _return;
    private bool _unknown;
    private int _current;
    private int? _number;
    private (DateTimeOffset From, DateTimeOffset To)? _time;
    private IReadOnlyList<QueryError> _errors = [];

    [Inject]
    public required StrategyStore Store { get; set; }

    [Inject]
    public required StrategyCatalog Catalog { get; set; }

    [Inject]
    public required StrategyChanges Changes { get; set; }

    [Inject]
    public required RevisionRecords Records { get; set; }

    [Inject]
    public required AuditLog Audit { get; set; }

    [Inject]
    public required ChangeEffects Effects { get; set; }

    [Inject]
    public required FleetHistory History { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required ISnackbar Snackbar { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Revision whose effect is shown.</summary>
    [SupplyParameterFromQuery(Name = "rev")]
    public string? Rev { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private string Coverage => $"{Figures.Count(_rows.Count)} of {Figures.Count(Store.History.Length)} revisions{(_time is { } time ? $", those of {Figures.DateAndTime(time.From)} to {Figures.DateAndTime(time.To)}" : "")}; effects of the newest {ChangeEffects.Measured} from 10 s samples. {_charts?.Problem}";

    /// <summary>The same revisions with the same effects.</summary>
    private string HistoryPath(string? format)
    {
        var query = new QueryBuilder();
        if (_time is { } time)
        {
            query.Add("from", TimeRange.Write(time.From)!);
            query.Add("to", TimeRange.Write(time.To)!);
        }

        if (format is not null)
        {
            query.Add("format", format);
        }

        return $"/api/strategy/history{query}";
    }

    public void Dispose()
    {
        Store.Changed -= OnChanged;
        Audit.Changed -= OnChanged;
        _refresh?.Dispose();
        _reading.Dispose();
    }

    protected override void OnInitialized()
    {
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(UpdateAsync));
        Store.Changed += OnChanged;
        // A confirmation makes no revision.
        Audit.Changed += OnChanged;
    }

    protected override Task OnParametersSetAsync()
    {
        var query = new QueryReader();
        _number = (int?)query.Whole("rev", Rev, 1, int.MaxValue);
        _errors = query.Errors;
        return ReadAsync();
    }

    private void OnChanged() => _refresh?.Signal();

    private async Task UpdateAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        var reading = _reading.Begin();
        try
        {
            await ReadAsync(reading);
        }
        catch (OperationCanceledException)
        {
            // Something else was asked for, or the page was left.
        }
    }

    /// <summary>Keeps nothing of what was read once <paramref name="reading"/> is cancelled: it belongs to another revision or time.</summary>
    private async Task ReadAsync(CancellationToken reading)
    {
        var history = Store.History;
        var (number, time) = (_number, TimeRange.Read(Range, From, To, Time.GetUtcNow()));
        _current = Store.Current.Number;
        List<ChangeRow> rows = [.. (await Effects.ListAsync(history, time?.From, time?.To, number, reading)).Select(m => ChangeRow.Of(m, Catalog))];
        reading.ThrowIfCancellationRequested();
        var selected = rows.Find(r => r.Revision.Number == number);
        var changed = selected?.Revision.Number != _selected?.Revision.Number;
        (_rows, _time, _selected, _unknown) = (rows, time, selected, number is not null && selected is null);
        if (changed)
        {
            // Better none than those of another revision while they are read.
            (_charts, _terms) = (null, null);
        }

        if (selected is not null)
        {
            var terms = await Records.OfAsync(selected.Revision, reading);
            reading.ThrowIfCancellationRequested();
            _terms = terms;
            await ReadChartsAsync(selected.Revision, reading);
        }
    }

    private async Task ReadChartsAsync(StrategyRevision revision, CancellationToken reading)
    {
        var (from, until, now) = (revision.At - ChangeEffects.Window, revision.At + ChangeEffects.Window, Time.GetUtcNow());
        var to = until > now ? now : until;
        var (rows, problem) = await History.ReadAsync(from, to, reading);
        reading.ThrowIfCancellationRequested();
        _charts = FleetCharts.Of(rows, to, to - from, problem);
        _marks = StrategyMarks.Of(Store);
    }

    private async Task ReturnToAsync(ReturnTarget target, string reason)
    {
        _return = null;
        try
        {
            var result = await Changes.ApplyAsync(Desk.Actor, target.Revision.Spec, reason, target.Expected, action: "strategy.restore");
            Snackbar.Add(
                result.Applied ? $"Revision {result.Revision.Number} active: {SpecDiff.Title(Catalog, result.Revision.Spec.Name)}"
                : result.Conflict ? $"Not applied: revision {result.Revision.Number} came first"
                : $"Not applied: {result.Errors[0].Field} {result.Errors[0].Message}",
                result.Applied ? Severity.Success : Severity.Warning);
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
        }

        await UpdateAsync();
    }
}
