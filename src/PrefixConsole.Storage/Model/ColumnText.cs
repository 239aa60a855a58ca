namespace PrefixConsole.Storage.Model;

/// <summary>Fits text that came from outside into a column: cut at its length, and without NUL, which PostgreSQL refuses.</summary>
internal static class ColumnText
{
    public static string Fit(string text, int length)
    {
        var clean = text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
        if (clean.Length <= length)
        {
            return clean;
        }

        // Not between the halves of a surrogate pair.
        return clean[..(char.IsHighSurrogate(clean[length - 1]) ? length - 1 : length)];
    }
}
