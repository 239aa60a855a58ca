using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>Was the cache where routing thought it was, and where did the rest of the prompts go?</summary>
public sealed partial class AccuracyPage
{
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);

    private AccuracyView _view = null!;
    private ImmutableArray<AccuracyRow> _rows = [];
    private ImmutableArray<AccuracyRow> _workers = [];
    private ImmutableArray<TrustChange> _trusts = [];
    private Suggestion[] _suggestions = [];
    private ColumnSort<AccuracyRow> _sort;
    private IReadOnlyList<QueryError> _errors = [];

    // Of a range: the time asked for, and what is stored of it, null until it is read.
    private readonly NewestRead _reading = new();
    private readonly StoredTime _asked = new();
    private (DateTimeOffset From, DateTimeOffset To)? _time;
    private StoredAccuracy? _stored;
    private string? _problem;

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

    [Inject]
    public required AccuracyHistory History { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>How far back in memory, without a range; chosen in the top bar beside the ranges.</summary>
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

    private string In => _time is not null ? "in what is stored of this time" : _view.Window switch
    {
        AccuracyWindow.Minute => "in the last minute",
        AccuracyWindow.Quarter => "in the last 15 minutes",
        _ => "since start",
    };

    private string None => $"nothing to compare {In}";

    private string Coverage
    {
        get
        {
            var reported = Fleet.Requests == 0 ? "" : $", {Figures.Count(Fleet.Reporting)} of {Figures.Count(Fleet.Requests)} requests reported cached tokens";
            return _time is not { } time
                ? In + reported
                : $"{Figures.DateAndTime(time.From)} to {Figures.DateAndTime(time.To)}{(_stored is { } stored ? StoredWords.CoverageOf(stored) + reported + StoredWords.CautionOf(stored) : "")}";
        }
    }

    /// <summary>A time that ends now goes on: what comes is of it too.</summary>
    private (DateTimeOffset From, DateTimeOffset? To)? TrustSpan => _time is { } time ? (time.From, TimeRange.EndsNow(Range, To) ? null : time.To) : null;

    private string TimeQuery => _time is { } time
        ? $"from={TimeRange.Write(time.From)}&to={TimeRange.Write(time.To)}"
        : $"window={AccuracyQuery.NameOf(_view.Window)}";

    private string ApiPath => $"/api/accuracy?{TimeQuery}&by={AccuracyQuery.NameOf(_view.By)}";

    private string CalibrationPath =>
        $"/api/accuracy/calibration?{TimeQuery}&by={AccuracyQuery.NameOf(_view.By)}{(_view.Key is { } key ? $"&key={Uri.EscapeDataString(key)}" : "")}";

    /// <summary>Those that the density shows far from its line.</summary>
    private string MispredictedPath => PathOf(Linked(_view.Key == AccuracyMonitor.Others ? null : _view.Key) with { Mispredicted = true, Window = null });

    /// <summary>The decisions of a cell of the density, or, without a delivered share, of a step of the calibration; null where no filter names them.</summary>
    private string? DecisionsPath(ShareRange captured, ShareRange? delivered) =>
        _view.Key == AccuracyMonitor.Others ? null : PathOf(Linked(_view.Key) with { Captured = captured, Delivered = delivered });

    /// <summary>Decisions of a row and of the time shown.</summary>
    private Decisions.DecisionQuery Linked(string? key) => new()
    {
        Worker = _view.By == AccuracyDimension.Worker ? key : null,
        Model = _view.By == AccuracyDimension.Model ? key : null,
        Tenant = _view.By == AccuracyDimension.Tenant ? key : null,
        Window = _time is not null || _view.Window == AccuracyWindow.All ? null : AccuracyQuery.NameOf(_view.Window),
        Range = _time is null || TimeRange.Find(Range).IsLive ? null : Range,
        From = _time is null || !TimeRange.Find(Range).IsLive ? null : From,
        To = _time is null || !TimeRange.Find(Range).IsLive ? null : To,
    };

    private static string PathOf(Decisions.DecisionQuery query) => "/decisions" + query.ToQueryString();

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

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _reading.Dispose();
        }
    }

    protected override void Read()
    {
        var query = new QueryReader();
        ReadTime();
        var window = ReadWindow(query);
        var by = AccuracyQuery.DimensionOf(query.Known("by", By, Enum.GetValues<AccuracyDimension>().Select(AccuracyQuery.NameOf)), AccuracyDimension.Worker) ?? AccuracyDimension.Worker;
        _sort = query.Sort("sort", Sort, AccuracyColumn.All);
        Func<AccuracyDimension, string?, AccuracyView> read = _time is null
            ? (dimension, key) => Accuracy.Read(window, dimension, key)
            : (dimension, key) => (_stored?.Tally ?? new AccuracyTally(Time)).Read(AccuracyWindow.All, dimension, key);
        _view = read(by, query.Text("key", Key));
        _workers = by == AccuracyDimension.Worker ? _view.Rows : read(AccuracyDimension.Worker, null).Rows;
        _suggestions = [.. Suggestion.For(Fleet, WorstWorker)];
        _trusts = [.. Monitor.TrustChanges().Where(t => _time is not { } time || (t.At >= time.From && (t.At < time.To || TimeRange.EndsNow(Range, To))))];
        _errors = query.Errors;
        _rows = [.. _sort.Apply(_view.Rows)];
    }

    private AccuracyWindow ReadWindow(QueryReader query)
    {
        if (_time is not null && !string.IsNullOrEmpty(Window))
        {
            query.Refuse("window", Window, "nothing beside a range of time");
            return AccuracyWindow.All;
        }

        return AccuracyQuery.WindowOf(query.Known("window", Window, Enum.GetValues<AccuracyWindow>().Select(AccuracyQuery.NameOf))) ?? AccuracyWindow.Quarter;
    }

    /// <summary>Stored decisions are read when their time is asked for, and again every minute when it ends now.</summary>
    private void ReadTime()
    {
        var (isOther, isDue, span) = _asked.Ask(Range, From, To, Time.GetUtcNow(), _ => s_again);
        if (isOther)
        {
            // Better nothing than what belongs to another time.
            (_stored, _problem, _time) = (null, null, span);
        }

        if (isDue && _reading.Begin() is var reading && span is { } time)
        {
            _ = ReadStoredAsync(time, reading);
        }
    }

    private async Task ReadStoredAsync((DateTimeOffset From, DateTimeOffset To) time, CancellationToken reading)
    {
        var (stored, problem) = ((StoredAccuracy?)null, (string?)null);
        try
        {
            // Off the page's own thread: it unpacks thousands of decisions.
            stored = await Task.Run(() => History.ReadAsync(time.From, time.To, reading), reading);
            problem = History.IsOff ? "Nothing is stored: Storage:Provider is none." : null;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            problem = error.Message;
        }

        await InvokeAsync(() =>
        {
            if (!reading.IsCancellationRequested)
            {
                // What was read before is better than nothing, and is said to be of its time.
                (_time, _stored) = problem is null ? (time, stored) : (_time, _stored);
                _problem = problem;
                Read();
                StateHasChanged();
            }
        });
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

    private long Known(long reporting, long all) => Fleet.Reporting == 0 ? all : reporting;

    private KvTrustState? TrustOf(string worker) => Registry.Find(new WorkerId(worker)) is { } known ? Reported.TrustOf(known) : null;

    private void Go(AccuracyDimension? by = null, string? sort = null) => GoTo(by ?? _view.By, sort ?? Sort, by is null ? Key : null);

    private void Go(string? key) => GoTo(_view.By, Sort, key);

    // Replaced, not pushed: looking at the figures in another way is not a step to go back.
    private void GoTo(AccuracyDimension by, string? sort, string? key) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["by"] = by == AccuracyDimension.Worker ? null : AccuracyQuery.NameOf(by),
            ["sort"] = sort,
            ["key"] = key,
        }),
        replace: true);
}
