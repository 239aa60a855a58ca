using Microsoft.AspNetCore.Components;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>A prefix tree opened level by level. What is open stays open while the numbers refresh.</summary>
public sealed partial class PrefixTreeTable
{
    private PrefixTreeModel _model = null!;
    private (WorkerId? Worker, string? Root)? _shown;

    [Inject]
    public required PrefixExplorer Explorer { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    /// <summary>Whose part of the tree; null for the fleet's.</summary>
    [Parameter]
    public WorkerId? Worker { get; set; }

    /// <summary>Id of the run below which to start; null for the whole tree.</summary>
    [Parameter]
    public string? RootId { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _model = new PrefixTreeModel(Explorer);
        Follow(Monitor.Subscribe);
    }

    // Not each time the page around it renders: the table keeps its own pace, and still while paused.
    protected override void OnParametersSet()
    {
        if (_shown != (Worker, RootId))
        {
            _shown = (Worker, RootId);
            _model.Show(Worker, RootId);
        }
    }

    protected override void Read() => _model.Refresh();

    private double Of(long tokens) => _model.TotalTokens == 0 ? 0 : Math.Min(1, (double)tokens / _model.TotalTokens);

    private string Width(long tokens) => $"width:{Figures.Css(100 * Of(tokens))}%";
}
