using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>The predicted prefix tree of the fleet or of a worker, as icicle, treemap or table.</summary>
public sealed partial class PrefixesPage : IDisposable
{
    private const int MaxNodes = 300;

    private const int MaxLabel = 80;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private static readonly (string? Name, string Title, string Hint)[] s_lenses =
    [
        (null, "Map", "The predicted prefix tree"),
        (PrefixLensWords.Of(PrefixLens.Compare), "A / B", "What one worker holds and another does not"),
        (PrefixLensWords.Of(PrefixLens.Duplicates), "Duplicates", "What more than one worker holds"),
        (PrefixLensWords.Of(PrefixLens.Cold), "Cold and big", "What is large and was not used for long"),
    ];

    private static readonly string[] s_views = [PrefixQuery.Icicle, PrefixQuery.TreeMap, PrefixQuery.Table];

    private PrefixQuery _query = new();
    private PrefixMap? _map;
    private PrefixNodeView? _selected;
    private ImmutableArray<PrefixNodeView> _trail = [];
    private ImmutableArray<string> _workers = [];
    private ImmutableArray<string> _spaces = [];
    private string? _trust;
    private IReadOnlyList<QueryError> _errors = [];
    private string? _labelError;
    private LiveRefresh? _refresh;
    private IDisposable? _subscription;

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required LabelBook Labels { get; set; }

    [Inject]
    public required PrefixExplorer Explorer { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

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

    [SupplyParameterFromQuery(Name = "root")]
    public string? Root { get; set; }

    [SupplyParameterFromQuery(Name = "node")]
    public string? Node { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "adapter")]
    public string? Adapter { get; set; }

    /// <summary>Name of a <c>cache_salt</c>, or <see cref="PrefixFilter.NoSalt"/>.</summary>
    [SupplyParameterFromQuery(Name = "salt")]
    public string? Salt { get; set; }

    /// <summary>What colours tell: age; anything else is heat.</summary>
    [SupplyParameterFromQuery(Name = "color")]
    public string? Colour { get; set; }

    /// <summary>Order of the table.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>Another way to look than the map; anything unknown shows the map.</summary>
    [SupplyParameterFromQuery(Name = "lens")]
    public string? LensName { get; set; }

    private PrefixLens? Lens => PrefixLensWords.LensOf(LensName);

    private string? CurrentLens => Lens is { } lens ? PrefixLensWords.Of(lens) : null;

    private string WholeName => _query.Worker ?? "Fleet";

    /// <summary>Another scope is another picture: zoom and order start anew.</summary>
    private string Scope => $"{_query.Worker}|{_query.Root}|{_query.View}|{_query.Filter}";

    private string Unknown => _query.Worker is { } worker && !_workers.Contains(worker)
        ? $"There is no worker called {worker}."
        : "This run is not in the tree any more: it was evicted, or its workers left.";

    public void Dispose()
    {
        _subscription?.Dispose();
        _refresh?.Dispose();
        Session.Changed -= OnSessionChanged;
    }

    protected override void OnInitialized()
    {
        Session.Changed += OnSessionChanged;
        if (RendererInfo.IsInteractive)
        {
            _refresh = new LiveRefresh(Time, s_interval, () => InvokeAsync(Update)) { Paused = Session.Still };
            _subscription = Monitor.Subscribe(_refresh.Signal);
        }
    }

    protected override void OnParametersSet()
    {
        var query = new PrefixQuery
        {
            Worker = Empty(Worker),
            Root = Empty(Root),
            Selected = Empty(Node),
            View = PrefixQuery.KnownView(View),
            Filter = PrefixesApi.Filter(Tenant, Model, Adapter, Salt),
            ByAge = Colour == "age",
            Sort = Lens is null ? PrefixSort.Parse(Sort) : PrefixSort.Default,
        };
        if (query.Worker != _query.Worker || query.Root != _query.Root || query.Filter != _query.Filter)
        {
            _map = null;
        }

        ReadErrors();
        if (query.Selected != _query.Selected)
        {
            _labelError = null;
        }

        _query = query;
        Read();
    }

    private void ReadErrors()
    {
        var query = new QueryReader();
        query.Known("lens", LensName, s_lenses.Select(l => l.Name).OfType<string>());
        query.Known("view", View, s_views);
        query.Known("color", Colour, ["heat", "age"]);
        if (Lens is null && !string.IsNullOrEmpty(Sort) && !PrefixSort.IsKnown(Sort))
        {
            query.Refuse("sort", Sort, PrefixSort.Expected);
        }

        _errors = query.Errors;
    }

    private string CallsOf(PrefixNodeView run) => $"""
        {CurlSnippet.Get(Navigation.BaseUri, $"/api/prefixes/{run.Id}")}
        # names it
        {CurlSnippet.Send("PUT", Navigation.BaseUri, $"/prefixes/{run.Id}/label", new Dictionary<string, object?> { ["label"] = run.Label ?? "a name" })}
        """;

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void Update()
    {
        Read();
        StateHasChanged();
    }

    private void Read()
    {
        _spaces = Explorer.Namespaces();
        _trust = PrefixTrust.Of(Monitor.Workers());
        if (Lens is not null)
        {
            return;
        }

        var workers = Registry.Workers;
        _workers = [.. workers.Select(w => w.Id.Value).Order(StringComparer.Ordinal)];
        WorkerId? worker = _query.Worker is { } name ? new WorkerId(name) : null;
        _map = Explorer.Tree(_query.Root, worker, MaxNodes, _query.Filter) is { } view ? PrefixMap.Of(view, WholeName, _map) : null;
        _trail = PrefixTrail.Of(_query.Root, id => Explorer.Find(id, worker));
        _selected = (_query.Selected ?? _query.Root) is { } id ? Explorer.Find(id, worker) : null;
    }

    private void ChooseWorker(ChangeEventArgs change) =>
        Go(_query with { Worker = Empty(change.Value as string), Root = null, Selected = null });

    // A run belongs to one model, adapter and tenant: another filter starts at the top.
    private void ChooseFilter(PrefixFilter filter)
    {
        if (Lens is null)
        {
            Go(_query with { Filter = filter, Root = null, Selected = null });
            return;
        }

        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["tenant"] = filter.Tenant, ["model"] = filter.Model, ["adapter"] = filter.Adapter, ["salt"] = filter.Salt }),
            replace: true);
    }

    /// <summary>A run that has something below it is opened; the opened one goes back up; a leaf is shown at the side.</summary>
    private void OnBox(MapNode box)
    {
        if (box.Depth == 0)
        {
            Go(_query with { Root = _trail.Length > 1 ? _trail[^2].Id : null, Selected = null });
        }
        else if (box.IsOther)
        {
            var parent = box.Parent == PrefixMap.WholeId ? null : box.Parent;
            Go(_query with { Root = parent, Selected = null });
        }
        else if (box.Run is { Children: > 0 } run)
        {
            Go(_query with { Root = run.Id, Selected = null });
        }
        else
        {
            Select(box.Id);
        }
    }

    private void Open(string id) => Go(_query with { Root = id, Selected = null });

    private void Select(string id) => Go(_query with { Selected = id });

    private void Go(PrefixQuery query) => Navigation.NavigateTo(query.ToHref());

    private async Task SetLabelAsync(string label)
    {
        _labelError = label.Trim().Length > MaxLabel ? $"at most {MaxLabel} characters; this has {label.Trim().Length}"
            : label.Any(char.IsControl) ? "must be one line of text"
            : null;
        if (_labelError is null && _selected is { } run)
        {
            var done = await Desk.DoAsync("prefix.label", run.Id, () => (bool?)Labels.Set(run.Id, label), done => LabelReports.Of(done!.Value, run.Label, label));

            // Null: a refusal, which was told.
            _labelError = done is false ? "not saved: the run is gone, or 10,000 labels are in use" : null;
        }

        Read();
    }

    private void TogglePause() => Session.Paused = !Session.Paused;

    private void OnSessionChanged()
    {
        _refresh?.Paused = Session.Still;
        _ = InvokeAsync(StateHasChanged);
    }
}
