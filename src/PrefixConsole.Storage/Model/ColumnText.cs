namespace PrefixConsole.Storage.Model;

/// <summary>
/// Fits text that came from outside into a column: cut at its length, without NUL, which PostgreSQL refuses, and without halves of surrogate
/// pairs, which have no UTF-8. Either would make the database refuse the row for ever.
/// </summary>
public static class ColumnText
{
    private const char Replacement = '\uFFFD';

    public static string Fit(string text, int length)
    {
        // Not between the halves of a surrogate pair.
        var end = text.Length <= length ? text.Length : length > 0 && IsPair(text, length - 1) ? length - 1 : length;
        var bad = FindBad(text, 0, end);
        if (bad < 0)
        {
            return end == text.Length ? text : text[..end];
        }

        return string.Create(end, (text, bad), static (fitted, from) =>
        {
            from.text.AsSpan(0, fitted.Length).CopyTo(fitted);
            for (var at = from.bad; at >= 0; at = FindBad(from.text, at + 1, fitted.Length))
            {
                fitted[at] = Replacement;
            }
        });
    }

    /// <summary>The same for a column without a limit, and for what a column is compared with.</summary>
    public static string? Clean(string? text) => text is null ? null : Fit(text, int.MaxValue);

    private static int FindBad(string text, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (i + 1 < end && IsPair(text, i))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsPair(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
}
