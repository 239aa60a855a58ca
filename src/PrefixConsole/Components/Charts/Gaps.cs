using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Charts;

/// <summary>Times without samples, because the program did not run: a line must stop there instead of being drawn through.</summary>
internal static class Gaps
{
    private const int None = -1;

    /// <summary>Adds an empty row where two neighbours are more than twice the usual distance apart.</summary>
    public static IReadOnlyList<SampleRow> Mark(IReadOnlyList<SampleRow> rows)
    {
        if (rows.Count < 3)
        {
            return rows;
        }

        var step = Step(rows);
        var marked = new List<SampleRow>(rows.Count) { rows[0] };
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i].At - rows[i - 1].At > 2 * step)
            {
                marked.Add(new SampleRow { At = rows[i - 1].At + step, Requests = None, Errors = None });
            }

            marked.Add(rows[i]);
        }

        return marked;
    }

    public static bool IsGap(SampleRow row) => row.Requests == None;

    /// <summary>The usual distance of two rows in seconds: the median.</summary>
    public static long Step(IReadOnlyList<SampleRow> rows)
    {
        long[] steps = [.. rows.Zip(rows.Skip(1), (a, b) => b.At - a.At).Order()];
        return steps[steps.Length / 2];
    }
}
