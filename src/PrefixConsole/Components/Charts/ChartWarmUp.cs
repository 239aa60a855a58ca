using Plotly.Blazor;
using Plotly.Blazor.Traces;
using PrefixConsole.Components.Pages.Prefixes;

namespace PrefixConsole.Components.Charts;

/// <summary>
/// Draws a small chart for nobody once the program runs: the first one of a process takes a second of compiling, and the first who opens a page would wait for it.
/// </summary>
internal sealed partial class ChartWarmUp(IHostApplicationLifetime lifetime, ILogger<ChartWarmUp> logger) : BackgroundService
{
    /// <summary>A box of the map and a line, the kinds that most pages show.</summary>
    /// <returns>Names of the scripts' functions that a browser would have been asked to call.</returns>
    public static async Task<IReadOnlyList<string>> DrawAsync(CancellationToken cancellationToken)
    {
        var nobody = new NoBrowser();
#pragma warning disable BL0005 // no renderer will ever set what this chart shows
        var chart = new PlotlyChart
        {
            Data = [MapTrace.Of([new MapBox("whole", "", "", 1, "", "#000000")], "#ffffff", treemap: false, ""), new Scatter { X = [0], Y = [0], Name = "", Line = new() { Color = "#000000" } }],
            Layout = new() { Font = new() { Size = 11 }, Margin = new() { L = 0 }, XAxis = [new() { Visible = true }], YAxis = [new() { Visible = true }] },
            Config = DrawnChart.Config,
        };
#pragma warning restore BL0005
        await using var plotly = new PlotlyJsInterop(nobody, chart, false);
        await plotly.NewPlot(cancellationToken);
        return nobody.Calls;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
#pragma warning disable CA1031 // pages draw their charts without it too
        try
        {
            await DrawAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(LogLevel.Warning, "No chart could be drawn ahead: the first one of a page takes longer", EventName = "ChartWarmUpFailed")]
    private partial void LogFailed(Exception exception);
}
