using Microsoft.AspNetCore.Components;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>A worker's prefixes as predicted, beside what it reports, with a list of what differs.</summary>
public sealed partial class PrefixCompare
{
    private const int RowsShown = 100;

    private PrefixComparison? _comparison;
    private PrefixDifferenceRow[] _rows = [];
    private string? _way;

    [Inject]
    public required PrefixComparer Comparer { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Parameter, EditorRequired]
    public required WorkerId Worker { get; set; }

    /// <summary>One of <see cref="PrefixDifferences.All"/>; anything else shows the whole tree.</summary>
    [Parameter]
    public string? Show { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private string ApiPath => $"GET /api/workers/{Uri.EscapeDataString(Worker.Value)}/prefixes/differences?show={_way}&max={PrefixComparer.MaxRows}";

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    protected override void Read()
    {
        _way = PrefixDifferences.Parse(Show);
        _comparison = Comparer.Compare(Worker);
        _rows = [.. (_comparison?.Rows ?? []).Where(row => PrefixDifferences.Is(row.Match, _way)).Take(RowsShown)];
    }

    private static string WordsOf(string way) => way switch
    {
        PrefixDifferences.OnlyPredicted => "Only predicted",
        PrefixDifferences.OnlyReported => "Only reported",
        _ => "Differs",
    };

    private void Go(string? way) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("show", way));
}
