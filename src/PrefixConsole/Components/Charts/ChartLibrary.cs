using Microsoft.JSInterop;

namespace PrefixConsole.Components.Charts;

/// <summary>
/// The chart library is 4.8 MB of script, which a browser needs about half a second to take in; the chart component asks for it when the first
/// chart is drawn. Here it is asked for while the browser has nothing else to do.
/// </summary>
internal static class ChartLibrary
{
    /// <summary>As Plotly.Blazor names them; asked for under another name it would be loaded twice.</summary>
    public const string Module = "./_content/Plotly.Blazor/plotly-interop-7.2.0.js";

    public const string Script = "./_content/Plotly.Blazor/plotly-3.7.0.min.js";

    /// <returns>False when it could not be had, now.</returns>
    public static async ValueTask<bool> PrepareAsync(IJSRuntime js)
    {
        try
        {
            return await js.InvokeAsync<bool>("chartLibrary.prepare", Module, Script);
        }
        catch (TaskCanceledException)
        {
            // A slow line: it may come yet.
            return false;
        }
    }
}
