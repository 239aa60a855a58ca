using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>The fleet, one row a worker.</summary>
public sealed partial class WorkersPage
{
    private ImmutableArray<WorkerView> _all = [];
    private IReadOnlyList<WorkerRow> _rows = [];
    private bool _adding;

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required FleetService Fleet { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    protected override void Read()
    {
        _all = Monitor.Workers();
        _rows = WorkerRow.Select(_all, Filter, Sort, id => Monitor.Series(id));
    }

    private void Go(string? filter, string? sort) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?> { ["q"] = string.IsNullOrWhiteSpace(filter) ? null : filter.Trim(), ["sort"] = sort }));
}
