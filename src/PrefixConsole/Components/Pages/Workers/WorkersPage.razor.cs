using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>The fleet, one row a worker.</summary>
public sealed partial class WorkersPage
{
    private ImmutableArray<WorkerView> _all = [];
    private IReadOnlyList<WorkerRow> _rows = [];
    private IReadOnlyList<WorkerColumn> _columns = [];
    private List<WorkerLine> _lines = [];
    private WorkerGrouping? _group;
    private double? _read;
    private HeatRow[] _map = [];
    private DateTimeOffset _end;
    private WorkerSelection _selection = new(null, null, default);
    private IReadOnlyList<QueryError> _errors = [];
    private WorkerHeat _heat = WorkerHeat.All[0];
    private readonly HashSet<WorkerId> _picked = [];
    private IReadOnlyList<WorkerId> _draining = [];
    private WorkerId? _removing;
    private string? _typed;
    private string? _applied;

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required WorkerInsights Insights { get; set; }

    [Inject]
    public required FleetBook Book { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Filter { get; set; }

    /// <summary>One of <see cref="WorkerStates.All"/>; any when empty.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "heat")]
    public string? Heat { get; set; }

    /// <summary>Columns of the table; the usual ones when empty.</summary>
    [SupplyParameterFromQuery(Name = "cols")]
    public string? Cols { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    /// <summary>1: the form to add a worker is open.</summary>
    [SupplyParameterFromQuery(Name = "add")]
    public string? Add { get; set; }

    private bool Adding => Add == "1";

    /// <summary>In a stable order.</summary>
    private IReadOnlyList<WorkerId> Picked => [.. _picked.OrderBy(id => id.Value, StringComparer.Ordinal)];

    /// <summary>What was picked stays so when the filter changes; these are those that it no longer shows.</summary>
    private IReadOnlyList<WorkerId> HiddenOf(IReadOnlyList<WorkerId> workers) => [.. workers.Except(_rows.Select(r => r.Worker.Id))];

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    // While a filter is typed the table follows it, and the URL only once it stands: a round trip for each key would put back
    // an older text under the operator's fingers. A URL that changed wins.
    protected override void OnParametersSet()
    {
        if (Filter != _applied)
        {
            _typed = _applied = Filter;
        }

        base.OnParametersSet();
    }

    protected override void Read()
    {
        var query = new QueryReader();
        _selection = WorkerSelection.Read(_typed, State, Sort, query);
        _heat = WorkerHeat.Parse(query.Known("heat", Heat, WorkerHeat.All.Select(h => h.Key)));
        _columns = WorkerColumns.Parse(Cols);
        if (WorkerColumns.Unknown(Cols) is { } column)
        {
            query.Refuse("cols", column, $"names of {string.Join(", ", WorkerColumns.All.Select(c => c.Key))}");
        }

        _group = WorkerGrouping.Parse(query.Known("group", Group, WorkerGrouping.All.Select(g => g.Key)));
        _errors = query.Errors;
        _all = Insights.AddTo(Monitor.Workers());
        _read = _all.FirstOrDefault(w => w.Insight is not null)?.Insight?.ReadShare;
        _picked.RemoveWhere(id => !_all.Any(w => w.Id == id));
        _rows = WorkerRow.Select(_all, _selection, _heat, id => Monitor.Series(id));
        _lines = WorkerGrouping.Lines(_group, _rows);
        _map = [.. _rows.Take(HeatChart.MaxRows).Select(r => new HeatRow(r.Worker.Id.Value, r.Heat))];
        // On the cell's own grid: the chart is sent again when a cell is complete, not with each render.
        var now = Time.GetUtcNow();
        _end = now.AddTicks(-(now.Ticks % WorkerHeat.Cell.Ticks));
    }

    private void Pick(WorkerId id, bool picked)
    {
        if (picked)
        {
            _picked.Add(id);
        }
        else
        {
            _picked.Remove(id);
        }
    }

    private void PickAll(bool picked)
    {
        foreach (var row in _rows)
        {
            Pick(row.Worker.Id, picked);
        }
    }

    private void Drained()
    {
        _draining = [];
        _picked.Clear();
        Read();
    }

    private async Task UndrainPickedAsync()
    {
        foreach (var id in Picked.Where(id => Monitor.Find(id) is { Status: WorkerStatus.Draining }))
        {
            await Desk.DoAsync("worker.undrain", id.Value, () => Book.Undrain(id), WorkerReports.DrainOf(Book, id));
        }

        _picked.Clear();
        Read();
    }

    private void Removed()
    {
        _removing = null;
        Read();
    }

    private void GoTyped() => Go("q", _typed?.Trim());

    // Replaced, not pushed: looking at the table in another way is not a step to go back. What is typed goes along.
    private void Go(string name, string? value)
    {
        var query = new Dictionary<string, object?> { ["q"] = _typed?.Trim() };
        query[name] = value;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query.ToDictionary(p => p.Key, p => p.Value is "" ? null : p.Value)), replace: true);
    }
}
