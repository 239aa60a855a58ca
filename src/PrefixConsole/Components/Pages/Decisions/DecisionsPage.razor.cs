using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>Live tail of the decision log; filters and page live in the URL.</summary>
public sealed partial class DecisionsPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly NewestRead _reading = new();
    private DecisionTail _tail = null!;
    private DecisionQuery _query = new();
    private IReadOnlyList<QueryError> _errors = [];

    // The time asked for, as it was when it was asked: the rows and their exports are of the same moments. Null for the live tail.
    private (DateTimeOffset From, DateTimeOffset To)? _time;

    // Null until it is read.
    private StoredPage? _stored;
    private LiveRefresh? _refresh;
    private IDisposable? _subscription;
    private ImmutableArray<string> _workers = [];
    private ImmutableArray<string> _models = [];
    private ImmutableArray<StrategyDescriptor> _strategies = [];

    [Inject]
    public required DecisionLog Log { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required StrategyCatalog Catalog { get; set; }

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "worker")]
    public string? Worker { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "strategy")]
    public string? Strategy { get; set; }

    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "revision")]
    public string? Revision { get; set; }

    [SupplyParameterFromQuery(Name = "errors")]
    public string? Errors { get; set; }

    [SupplyParameterFromQuery(Name = "retried")]
    public string? Retried { get; set; }

    [SupplyParameterFromQuery(Name = "margin")]
    public string? Margin { get; set; }

    [SupplyParameterFromQuery(Name = "mispredicted")]
    public string? Mispredicted { get; set; }

    [SupplyParameterFromQuery(Name = "spilled")]
    public string? Spilled { get; set; }

    [SupplyParameterFromQuery(Name = "captured")]
    public string? Captured { get; set; }

    [SupplyParameterFromQuery(Name = "delivered")]
    public string? Delivered { get; set; }

    [SupplyParameterFromQuery(Name = "window")]
    public string? Window { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [Inject]
    public required DecisionArchive Archive { get; set; }

    [Inject]
    public required StoreState Store { get; set; }

    private string LiveCoverage =>
        $"showing {Figures.Count(_tail.Rows.Count)} of {Figures.Count(_tail.Kept)} kept; {Figures.Count(_tail.Total)} since start. Prompts are not kept. "
        + $"CSV: all kept that match, at most {Figures.Count(Log.Capacity)}; JSON: the newest {Figures.Count(DecisionQuery.JsonLimit)} of them.";

    private string StoredCoverage => _stored is not { } stored
        ? "reading"
        : $"showing {Figures.Count(stored.Rows.Count)} stored decisions, {Figures.Count(stored.LookedAt)} looked at{(stored.LookedAt >= DecisionArchive.LookLimit ? ", as many as one page may: Older goes on" : "")}. "
            + $"Of all since this start {Figures.Count(Store.View.DecisionsStored)} were stored and {Figures.Count(Store.View.DecisionsSkipped)} left out by sampling. "
            + $"CSV: all stored that match; JSON: the newest {Figures.Count(DecisionQuery.JsonLimit)} of them.";

    private bool Paused => Session.Paused;

    private string JsonPath => $"/api/decisions{_query.ToApiQuery(_time, DecisionQuery.JsonLimit)}";

    public void Dispose()
    {
        _reading.Dispose();
        _subscription?.Dispose();
        _refresh?.Dispose();
        Session.Changed -= OnSessionChanged;
    }

    protected override void OnInitialized()
    {
        _tail = new DecisionTail(Log);
        _strategies = Catalog.Strategies;
        Session.Changed += OnSessionChanged;
        if (RendererInfo.IsInteractive)
        {
            _refresh = new LiveRefresh(Time, s_interval, () => InvokeAsync(Update));
            _subscription = Log.Subscribe(_refresh.Signal);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        // Whatever is still being read was asked for before this.
        var reading = _reading.Begin();
        ReadFleet();
        _time = TimeRange.Read(Range, From, To, Time.GetUtcNow());
        ReadQuery();
        _stored = null;
        if (_time is not { } time)
        {
            _tail.Show(_query);
            return;
        }

        try
        {
            var page = await StoredPage.ReadAsync(Archive, _query.ToFilter(), time, _query.Before, reading);
            _stored = reading.IsCancellationRequested ? _stored : page;
        }
        catch (OperationCanceledException)
        {
            // Something else was asked for, or the page was left.
        }
    }

    private void ReadQuery()
    {
        var reader = new QueryReader();
        var (window, since) = ReadWindow(reader);
        _query = new DecisionQuery
        {
            Worker = reader.Text("worker", Worker),
            Model = reader.Text("model", Model),
            Tenant = reader.Text("tenant", Tenant),
            Strategy = reader.Known("strategy", Strategy, _strategies.Select(s => s.Name)),
            Reason = reader.Known("reason", Reason, ReasonText.All.Select(r => r.Key)),
            Id = reader.Text("id", Id),
            Revision = (int?)reader.Whole("revision", Revision, 1, int.MaxValue),
            Errors = reader.Flag("errors", Errors),
            Retried = reader.Flag("retried", Retried),
            Margin = reader.Number("margin", Margin),
            Mispredicted = reader.Flag("mispredicted", Mispredicted),
            Spilled = reader.Flag("spilled", Spilled),
            Captured = reader.Share("captured", Captured),
            Delivered = reader.Share("delivered", Delivered),
            Window = window,
            EndedSince = since,
            Before = reader.Whole("before", Before, 1, long.MaxValue),
            Range = reader.Text("range", Range),
            From = reader.Text("from", From),
            To = reader.Text("to", To),
        };
        _errors = reader.Errors;
    }

    private (string? Name, DateTimeOffset? Since) ReadWindow(QueryReader reader)
    {
        if (_time is not null && !string.IsNullOrEmpty(Window))
        {
            reader.Refuse("window", Window, "nothing beside a range of time");
            return (null, null);
        }

        var name = reader.Known("window", Window, Enum.GetValues<AccuracyWindow>().Select(AccuracyQuery.NameOf));
        return name is not null && AccuracyQuery.WindowOf(name) is { } window && AccuracyQuery.LengthOf(window) is { } length
            ? (name, Time.GetUtcNow() - length)
            : (null, null);
    }

    private static string Href(DecisionQuery query) => "/decisions" + query.ToQueryString();

    private void Navigate(DecisionQuery query) => Navigation.NavigateTo(Href(query with { Before = null }), replace: true);

    private void Update()
    {
        if (_time is not null)
        {
            // Stored decisions do not move; asking again is the reader's to decide.
            return;
        }

        ReadFleet();
        _tail.Refresh(Paused);
        StateHasChanged();
    }

    private void ReadFleet()
    {
        var workers = Registry.Workers;
        _workers = [.. workers.Select(w => w.Id.Value).Order(StringComparer.Ordinal)];
        _models = [.. workers.SelectMany(w => w.Served.Models.Concat(w.Served.Adapters)).Distinct().Order(StringComparer.Ordinal)];
    }

    private Task TogglePauseAsync()
    {
        Session.Paused = !Session.Paused;
        return Task.CompletedTask;
    }

    private void OnSessionChanged() => _ = InvokeAsync(() =>
    {
        // A paused tail still counts what is new; one that nobody sees does nothing.
        if (_refresh is { } refresh)
        {
            refresh.Paused = Session.Unseen;
        }

        if (!Session.Unseen)
        {
            Update();
        }
    });
}
