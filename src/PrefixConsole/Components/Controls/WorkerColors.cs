using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// One colour per worker, the same in every chart, tree and table. Okabe and Ito's colour-blind-safe palette; names that end in
/// a number take them in turn, so that small fleets have no two alike. Never shown without the name.
/// </summary>
public static class WorkerColors
{
    private static readonly string[] s_palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c1a", "#7a5cc2"];

    public static string Of(string worker)
    {
        var digits = worker.Length;
        while (digits > 0 && char.IsAsciiDigit(worker[digits - 1]))
        {
            digits--;
        }

        var position = digits < worker.Length && int.TryParse(worker.AsSpan(digits), out var number)
            ? (uint)Math.Max(0, number - 1)
            : (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(worker.AsSpan()));
        return s_palette[position % (uint)s_palette.Length];
    }
}
