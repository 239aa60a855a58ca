using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// One colour per worker, the same in every chart, tree and table; names that end in a number take them in turn, so that small fleets have no
/// two alike. Each palette has 3 : 1 against the panel of its look and stays apart for eyes that lack red or green. Never shown without the
/// name.
/// </summary>
public static class WorkerColors
{
    private static readonly string[] s_light = ["#0072b2", "#c77700", "#00805f", "#8f1d00", "#c76b8f", "#5c7cff", "#570f57", "#2a1a80"];
    private static readonly string[] s_dark = ["#4aa3e8", "#e69f00", "#2bb58a", "#da3f3f", "#eded97", "#ad4dff", "#6ff5ff", "#327585"];

    /// <summary>For a style sheet or attribute, in the look of the page.</summary>
    public static string Of(string worker) => $"light-dark({Of(worker, dark: false)}, {Of(worker, dark: true)})";

    /// <summary>For a chart, as <c>#rrggbb</c>.</summary>
    public static string Of(string worker, bool dark)
    {
        var palette = dark ? s_dark : s_light;
        return palette[Position(worker) % (uint)palette.Length];
    }

    private static uint Position(string worker)
    {
        var digits = worker.Length;
        while (digits > 0 && char.IsAsciiDigit(worker[digits - 1]))
        {
            digits--;
        }

        return digits < worker.Length && int.TryParse(worker.AsSpan(digits), out var number)
            ? (uint)Math.Max(0, number - 1)
            : (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(worker.AsSpan()));
    }
}
