using PrefixConsole.Storage.Model;

namespace PrefixConsole.Components.Charts;

/// <summary>Times without samples, because the program did not run: a line must stop there instead of being drawn through.</summary>
internal static class Gaps
{
    private const int None = -1;

    /// <summary>Adds an empty row where two neighbours are more than twice the usual distance apart.</summary>
    public static IReadOnlyList<SampleRow> Mark(IReadOnlyList<SampleRow> rows) =>
        Mark(rows, r => r.At, at => new SampleRow { At = at, Requests = None, Errors = None });

    /// <summary>The same of any samples.</summary>
    /// <param name="rows">Oldest first.</param>
    /// <param name="at">When one ended, Unix seconds.</param>
    /// <param name="empty">An empty one.</param>
    public static IReadOnlyList<T> Mark<T>(IReadOnlyList<T> rows, Func<T, long> at, Func<long, T> empty)
    {
        if (rows.Count < 3)
        {
            return rows;
        }

        var step = Step(rows, at);
        var marked = new List<T>(rows.Count) { rows[0] };
        for (var i = 1; i < rows.Count; i++)
        {
            if (at(rows[i]) - at(rows[i - 1]) > 2 * step)
            {
                marked.Add(empty(at(rows[i - 1]) + step));
            }

            marked.Add(rows[i]);
        }

        return marked;
    }

    public static bool IsGap(SampleRow row) => row.Requests == None;

    /// <summary>The usual distance of two rows in seconds: the median.</summary>
    public static long Step(IReadOnlyList<SampleRow> rows) => Step(rows, r => r.At);

    /// <inheritdoc cref="Step(IReadOnlyList{SampleRow})"/>
    public static long Step<T>(IReadOnlyList<T> rows, Func<T, long> at)
    {
        long[] steps = [.. rows.Zip(rows.Skip(1), (a, b) => at(b) - at(a)).Order()];
        return steps[steps.Length / 2];
    }
}
