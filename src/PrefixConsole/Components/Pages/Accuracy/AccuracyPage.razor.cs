using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>Was the cache where routing thought it was, and where did the rest of the prompts go?</summary>
public sealed partial class AccuracyPage
{
    private AccuracyView _view = null!;
    private ImmutableArray<AccuracyRow> _rows = [];
    private ImmutableArray<AccuracyRow> _workers = [];
    private ImmutableArray<TrustChange> _trusts = [];
    private Suggestion[] _suggestions = [];
    private ColumnSort<AccuracyRow> _sort;
    private IReadOnlyList<QueryError> _errors = [];

    [Inject]
    public required AccuracyMonitor Accuracy { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required ReportedCaches Reported { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "window")]
    public string? Window { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>Row whose density is shown.</summary>
    [SupplyParameterFromQuery(Name = "key")]
    public string? Key { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    private AccuracyTotals Fleet => _view.Fleet;

    /// <summary>Of the requests that can be compared; of all while there are none.</summary>
    private long Prompt => Known(Fleet.Prompt, Fleet.PromptOfAll);

    private string In => _view.Window switch
    {
        AccuracyWindow.Minute => "in the last minute",
        AccuracyWindow.Quarter => "in the last 15 minutes",
        _ => "since start",
    };

    private string None => $"nothing to compare {In}";

    private string Coverage => Fleet.Requests == 0
        ? In
        : $"{In}, {Figures.Count(Fleet.Reporting)} of {Figures.Count(Fleet.Requests)} requests reported cached tokens";

    private string ApiPath => $"/api/accuracy?window={AccuracyQuery.NameOf(_view.Window)}&by={AccuracyQuery.NameOf(_view.By)}";

    private string CalibrationPath =>
        $"/api/accuracy/calibration?window={AccuracyQuery.NameOf(_view.Window)}&by={AccuracyQuery.NameOf(_view.By)}{(_view.Key is { } key ? $"&key={Uri.EscapeDataString(key)}" : "")}";

    /// <summary>Those that the density shows far from its line.</summary>
    private string MispredictedPath => _view.Key is { } key && key != AccuracyMonitor.Others
        ? $"/decisions?mispredicted=true&{AccuracyQuery.NameOf(_view.By)}={Uri.EscapeDataString(key)}"
        : "/decisions?mispredicted=true";

    /// <summary>The decisions of a cell of the density, or, without a delivered share, of a step of the calibration; null where no filter names them.</summary>
    private string? DecisionsPath(ShareRange captured, ShareRange? delivered) => _view.Key == AccuracyMonitor.Others ? null : "/decisions" + new Decisions.DecisionQuery
    {
        Worker = _view.By == AccuracyDimension.Worker ? _view.Key : null,
        Model = _view.By == AccuracyDimension.Model ? _view.Key : null,
        Tenant = _view.By == AccuracyDimension.Tenant ? _view.Key : null,
        Captured = captured,
        Delivered = delivered,
        Window = _view.Window == AccuracyWindow.All ? null : AccuracyQuery.NameOf(_view.Window),
    }.ToQueryString();

    private (string Name, string Hint, SourceError Error)[] Sources =>
    [
        ("Reported", "What workers reported of their caches, trusted or not", Fleet.Reported),
        ("Predicted", "What was predicted from the requests that were sent", Fleet.Predicted),
        ("What counted", "Reported as far as it was trusted, predicted for the rest", Fleet.Error),
    ];

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    protected override void Read()
    {
        var query = new QueryReader();
        var window = AccuracyQuery.WindowOf(query.Known("window", Window, Enum.GetValues<AccuracyWindow>().Select(AccuracyQuery.NameOf))) ?? AccuracyWindow.Quarter;
        var by = AccuracyQuery.DimensionOf(query.Known("by", By, Enum.GetValues<AccuracyDimension>().Select(AccuracyQuery.NameOf)), AccuracyDimension.Worker) ?? AccuracyDimension.Worker;
        _sort = query.Sort("sort", Sort, AccuracyColumn.All);
        _view = Accuracy.Read(window, by, query.Text("key", Key));
        _workers = by == AccuracyDimension.Worker ? _view.Rows : Accuracy.Read(window, AccuracyDimension.Worker).Rows;
        _suggestions = [.. Suggestion.For(Fleet, WorstWorker)];
        _trusts = Monitor.TrustChanges();
        _errors = query.Errors;
        _rows = [.. _sort.Apply(_view.Rows)];
    }

    /// <summary>The worker that lost most to a cause, with the rank of its worst feed.</summary>
    private (string Worker, int Rank)? WorstWorker(ReuseCause cause)
    {
        if (_workers.Where(r => r.Key != AccuracyMonitor.Others && r.Totals[cause] > 0).MaxBy(r => r.Totals[cause]) is not { Key: var worker })
        {
            return null;
        }

        var feeds = Registry.Find(new WorkerId(worker)) is { } known ? Reported.Of(known) : [];
        return (worker, feeds.IsEmpty ? 0 : feeds.MaxBy(f => f.Trust.Trust)!.Rank);
    }

    private static string WordsOf(AccuracyWindow window) => window switch
    {
        AccuracyWindow.Minute => "1 min",
        AccuracyWindow.Quarter => "15 min",
        _ => "Since start",
    };

    private long Known(long reporting, long all) => Fleet.Reporting == 0 ? all : reporting;

    private KvTrustState? TrustOf(string worker) => Registry.Find(new WorkerId(worker)) is { } known ? Reported.TrustOf(known) : null;

    // Replaced, not pushed: looking at the figures in another way is not a step to go back.
    private void Go(AccuracyWindow? window = null, AccuracyDimension? by = null, string? sort = null) =>
        GoTo(window ?? _view.Window, by ?? _view.By, sort ?? Sort, by is null ? Key : null);

    private void Go(string? key) => GoTo(_view.Window, _view.By, Sort, key);

    private void GoTo(AccuracyWindow window, AccuracyDimension by, string? sort, string? key) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["window"] = window == AccuracyWindow.Quarter ? null : AccuracyQuery.NameOf(window),
            ["by"] = by == AccuracyDimension.Worker ? null : AccuracyQuery.NameOf(by),
            ["sort"] = sort,
            ["key"] = key,
        }),
        replace: true);
}
