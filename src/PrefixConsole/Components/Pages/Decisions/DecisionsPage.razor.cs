using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>Live tail of the decision log; filters and page live in the URL.</summary>
public sealed partial class DecisionsPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private DecisionTail _tail = null!;
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

    protected override void OnParametersSet()
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
    }

    private static string Href(DecisionQuery query) => "/decisions" + query.ToQueryString();

    private void Navigate(DecisionQuery query) => Navigation.NavigateTo(Href(query with { Before = null }), replace: true);

    private void Update()
    {
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

    private void OnSessionChanged() => _ = InvokeAsync(Update);
}
