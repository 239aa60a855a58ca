using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Who holds which prefixes: two workers side by side, duplicates, or what is large and cold. Its state is in the page's URL.</summary>
public sealed partial class PrefixLensPanel
{
    private const int RowsShown = 200;

    private static readonly PrefixSide[] s_sides = [PrefixSide.OnlyA, PrefixSide.Both, PrefixSide.OnlyB];

    private ImmutableArray<string> _workers = [];
    private ImmutableArray<string> _spaces = [];
    private PrefixLensView? _view;
    private PrefixShareRow[] _rows = [];
    private ColumnSort<PrefixShareRow> _sort;
    private PrefixSide? _side;
    private string? _a;
    private string? _b;
    private string? _idleError;
    private string? _problem;
    private int _idleMinutes;

    [Parameter, EditorRequired]
    public required PrefixLens Lens { get; set; }

    [Inject]
    public required PrefixLenses Lenses { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "a")]
    public string? A { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    public string? B { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "namespace")]
    public string? Namespace { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "adapter")]
    public string? Adapter { get; set; }

    [SupplyParameterFromQuery(Name = "salt")]
    public string? Salt { get; set; }

    [SupplyParameterFromQuery(Name = "idle")]
    public string? Idle { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private static string DefaultIdle => PrefixLensQuery.DefaultColdAfter.TotalMinutes.ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<SortColumn<PrefixShareRow>> Columns => PrefixShareColumns.Of(Lens, _a, _b);

    private string Nothing => Lens switch
    {
        PrefixLens.Compare when _side is { } side => $"No prefix is {Title(side).ToLower(CultureInfo.InvariantCulture)}.",
        PrefixLens.Compare => $"Neither {_a} nor {_b} is predicted to hold any prefix yet.",
        PrefixLens.Duplicates => "No prefix is held by more than one worker: nothing is duplicated.",
        _ => $"Every prefix was used within the last {_idleMinutes} min: nothing is cold.",
    };

    private string ApiPath => "/api/prefixes/lens" + PrefixQuery.Query(
        ("lens", PrefixLensWords.Of(Lens)),
        ("a", Lens is PrefixLens.Compare ? _a : null),
        ("b", Lens is PrefixLens.Compare ? _b : null),
        ("show", _side is { } side ? PrefixLensWords.Of(side) : null),
        ("namespace", Namespace),
        ("tenant", Tenant),
        ("model", Model),
        ("adapter", Adapter),
        ("salt", Salt),
        ("idle", Lens is PrefixLens.Cold ? _idleMinutes.ToString(CultureInfo.InvariantCulture) : null));

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    protected override void Read()
    {
        _workers = [.. Registry.Workers.Select(w => w.Id.Value).Order(StringComparer.Ordinal)];
        _side = Lens is PrefixLens.Compare ? PrefixLensWords.SideOf(Show) : null;
        _a = string.IsNullOrEmpty(A) ? _workers.FirstOrDefault(w => w != B) : A;
        _b = string.IsNullOrEmpty(B) ? _workers.FirstOrDefault(w => w != _a) : B;
        ReadIdle();
        _problem = Lens is PrefixLens.Compare ? Problem() : null;
        _view = _problem is not null ? null : Lenses.Look(new PrefixLensQuery
        {
            Lens = Lens,
            A = Lens is PrefixLens.Compare ? new WorkerId(_a!) : null,
            B = Lens is PrefixLens.Compare ? new WorkerId(_b!) : null,
            Side = _side,
            Namespace = string.IsNullOrEmpty(Namespace) ? null : Namespace,
            Filter = PrefixesApi.Filter(Tenant, Model, Adapter, Salt),
            ColdAfter = TimeSpan.FromMinutes(_idleMinutes),
            Max = RowsShown,
        });
        _sort = new ColumnSort<PrefixShareRow>(Sort, Columns);
        _rows = _view is { } view ? [.. _sort.Apply(view.Rows)] : [];

        // what is asked for can be taken back even when nothing has it any more
        var known = _view?.Namespaces ?? [];
        _spaces = string.IsNullOrEmpty(Namespace) || known.Contains(Namespace) ? known : [.. known, Namespace];
    }

    private static long Sum(PrefixLensView view, PrefixSide side) => side switch
    {
        PrefixSide.OnlyA => view.OnlyA,
        PrefixSide.Both => view.Both,
        _ => view.OnlyB,
    };

    private string Title(PrefixSide side) => side switch
    {
        PrefixSide.OnlyA => $"Only on {_a}",
        PrefixSide.Both => "On both",
        _ => $"Only on {_b}",
    };

    private string? Problem() => (_a, _b) switch
    {
        (null, _) or (_, null) => "Two workers are needed to compare them. Add one on the Workers page.",
        _ when !_workers.Contains(_a) => $"There is no worker called {_a}. Choose another one as A.",
        _ when !_workers.Contains(_b) => $"There is no worker called {_b}. Choose another one as B.",
        _ when _a == _b => $"A and B are both {_a}. Choose another worker for one of them.",
        _ => null,
    };

    private void ReadIdle()
    {
        var given = string.IsNullOrEmpty(Idle) ? DefaultIdle : Idle;
        var valid = int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _idleMinutes) && _idleMinutes <= PrefixLensWords.MaxIdleMinutes;
        _idleError = valid ? null : $"must be a whole number from 0 to {Figures.Count(PrefixLensWords.MaxIdleMinutes)}; {DefaultIdle} is used";
        _idleMinutes = valid ? _idleMinutes : (int)PrefixLensQuery.DefaultColdAfter.TotalMinutes;
    }

    // Replaced, not pushed: looking at the table in another way is not a step to go back.
    private void Go(string name, object? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value as string is { Length: > 0 } text ? text : null), replace: true);
}
