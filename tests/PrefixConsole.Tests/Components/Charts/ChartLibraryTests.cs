using System.Reflection;
using Plotly.Blazor;
using PrefixConsole.Components.Charts;

namespace PrefixConsole.Tests.Components.Charts;

/// <summary>The names under which the chart component asks for its scripts change with its version.</summary>
public sealed class ChartLibraryTests
{
    [Theory]
    [InlineData("InteropPath", ChartLibrary.Module)]
    [InlineData("PlotlyPath", ChartLibrary.Script)]
    public void Prepared_IsWhatTheChartComponentAsksFor(string constant, string prepared) => Assert.Equal(
        typeof(PlotlyJsInterop).GetField(constant, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetRawConstantValue(), prepared);
}
