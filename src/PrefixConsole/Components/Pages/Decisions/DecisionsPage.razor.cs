using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Configuration;
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

    private DecisionTail _tail = null!;
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
    public required IOptions<GatewayOptions> Options { get; set; }

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
    public int? Revision { get; set; }

    [SupplyParameterFromQuery(Name = "errors")]
    public bool Errors { get; set; }

    [SupplyParameterFromQuery(Name = "retried")]
    public bool Retried { get; set; }

    [SupplyParameterFromQuery(Name = "margin")]
    public double? Margin { get; set; }

    [SupplyParameterFromQuery(Name = "mispredicted")]
    public bool Mispredicted { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

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

    private string StoredCoverage => $"showing {Figures.Count(_stored!.Rows.Count)} stored decisions. Of all since this start {Figures.Count(Store.View.DecisionsStored)} were stored and {Figures.Count(Store.View.DecisionsSkipped)} left out by sampling.";

    private bool Paused => Session.Paused;

    private string ExportQuery => _tail.Query.ToQueryString(withBefore: false);

    private string Snippet => CurlSnippet.Chat(Options.Value.Url, _models);

    public void Dispose()
    {
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
        ReadFleet();
        _tail.Show(new DecisionQuery
        {
            Worker = Worker,
            Model = Model,
            Tenant = Tenant,
            Strategy = Strategy,
            Reason = Reason,
            Id = Id,
            Revision = Revision,
            Errors = Errors,
            Retried = Retried,
            Mispredicted = Mispredicted,
            Margin = Margin,
            Before = Before,
        });
        _stored = TimeRange.Read(Range, From, To, Time.GetUtcNow()) is { } span
            ? await StoredPage.ReadAsync(Archive, _tail.Query.ToFilter(), span.From, span.To, Before)
            : null;
    }

    private string StoredHref(long before) => Navigation.GetUriWithQueryParameter("before", before);

    private static string Href(DecisionQuery query) => "/decisions" + query.ToQueryString();

    private void Navigate(DecisionQuery query) => Navigation.NavigateTo(Href(query with { Before = null }), replace: true);

    private void Update()
    {
        if (_stored is not null)
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
        // A paused tail still counts what is new; a hidden one does nothing.
        if (_refresh is { } refresh)
        {
            refresh.Paused = Session.Hidden;
        }

        if (!Session.Hidden)
        {
            Update();
        }
    });
}
