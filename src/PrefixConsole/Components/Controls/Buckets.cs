namespace PrefixConsole.Components.Controls;

/// <summary>Reduces a series to a fixed number of cells.</summary>
internal static class Buckets
{
    /// <summary>
    /// Means of <paramref name="count"/> equal stretches of the last <paramref name="span"/> values, newest last; null for a
    /// stretch without a value, so that a young series fills its strip from the right.
    /// </summary>
    public static double?[] Mean(IReadOnlyList<double?> values, int span, int count)
    {
        var cells = new double?[count];
        for (var cell = 0; cell < count; cell++)
        {
            var from = values.Count - span + (cell * span / count);
            var to = values.Count - span + ((cell + 1) * span / count);
            var (sum, n) = (0.0, 0);
            for (var i = Math.Max(0, from); i < to; i++)
            {
                if (values[i] is { } value)
                {
                    (sum, n) = (sum + value, n + 1);
                }
            }

            cells[cell] = n == 0 ? null : sum / n;
        }

        return cells;
    }
}
