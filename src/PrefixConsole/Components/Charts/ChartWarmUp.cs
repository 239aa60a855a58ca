using Microsoft.JSInterop;
using Plotly.Blazor;
using Plotly.Blazor.Traces;

namespace PrefixConsole.Components.Charts;

/// <summary>
/// The first chart of each kind costs the process most of a second, in which the classes of the chart library, of hundreds of properties, are
/// compiled for serialization. It is spent once after the start, where nobody waits for it.
/// </summary>
internal sealed partial class ChartWarmUp(IHostApplicationLifetime lifetime, ILogger<ChartWarmUp> logger) : IHostedService
{
    private static int s_done;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            // Once a process: what is compiled stays so.
            if (Interlocked.Exchange(ref s_done, 1) == 0)
            {
                _ = Task.Run(WarmUpAsync, CancellationToken.None);
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A chart of each kind that pages draw, with the parts they set.</summary>
    internal static async Task DrawAsync()
    {
        ITrace[] traces =
        [
            new Icicle { Ids = ["a"], Labels = ["a"], Parents = [""], Values = [1], Text = ["a"], Marker = new() { Colors = ["#000"], Line = new() { Width = 1 } }, Leaf = new(), Tiling = new(), PathBar = new(), OutsideTextFont = new() },
            new TreeMap { Ids = ["a"], Labels = ["a"], Parents = [""], Values = [1], Marker = new() { Colors = ["#000"], Line = new() { Width = 1 } }, PathBar = new(), OutsideTextFont = new() },
            new Scatter { X = [1], Y = [1], Line = new() { Width = 1 } },
            new HeatMap { X = [1], Y = [1], Z = [new double?[] { 1 }] },
            new Bar { X = [1], Y = [1], Marker = new() },
        ];
#pragma warning disable BL0005 // nobody renders it
        var chart = new PlotlyChart
        {
            Data = traces,
            Layout = new() { Margin = new(), Font = new(), XAxis = [new()], YAxis = [new()], Shapes = [new()], Annotations = [new()] },
            Config = DrawnChart.Config,
        };
#pragma warning restore BL0005
        var nowhere = new Nowhere();
        await new PlotlyJsInterop(nowhere, chart, false).NewPlot(CancellationToken.None);
        await new PlotlyJsInterop(nowhere, chart, false).React(CancellationToken.None);
    }

    private async Task WarmUpAsync()
    {
        try
        {
            await DrawAsync();
        }
#pragma warning disable CA1031 // the pages draw all the same, a little later
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(logger, error);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Charts were not prepared; the first of each kind takes longer")]
    private static partial void LogFailed(ILogger logger, Exception error);

    /// <summary>A browser that takes everything.</summary>
    private sealed class Nowhere : IJSRuntime, IJSObjectReference
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => ValueTask.FromResult(this is TValue self ? self : default!);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
