using Microsoft.AspNetCore.Components;
using PrefixConsole.Hosting;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Controls;

/// <summary>Breaks a worker of the embedded fleet on purpose, to see how routing takes it. Shows nothing for other workers.</summary>
public sealed partial class SimulatedFaults
{
    private SimulatedWorker? _simulated;
    private bool _busy;
    private string _said = "";

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required IServiceProvider Services { get; set; }

    [Parameter, EditorRequired]
    public required WorkerId Worker { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    // The fleet is not registered where the demo is off.
    protected override void OnParametersSet() => _simulated = FaultOrder.Find(Services.GetService<SimulatedFleet>(), Worker.Value);

    private string Call(SimulatedWorker worker) =>
        CurlSnippet.Send("POST", Navigation.BaseUri, $"/demo-fleet/{worker.Id}/faults", new Dictionary<string, object?> { ["fault"] = "restart" });

    private async Task GiveAsync(SimulatedWorker worker, FaultOrder order)
    {
        _busy = true;
        try
        {
            _said = await Desk.DoAsync("demo.fault", worker.Id, () => order.GiveAsync(worker), said => new ActReport(AuditResults.Done, said, After: order)) ?? "";
        }
        catch (IOException e)
        {
            _said = $"It did not come back: {e.Message}";
        }
        finally
        {
            _busy = false;
        }
    }
}
