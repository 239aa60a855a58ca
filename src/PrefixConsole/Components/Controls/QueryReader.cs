using System.Globalization;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// Reads the values of a page's URL and collects those that cannot be used: the page goes on with its default and says so. Page parameters are
/// texts for that reason; a typed one would throw before the page has a say.
/// </summary>
internal sealed class QueryReader
{
    /// <summary>Most characters of a text; names are shorter everywhere.</summary>
    public const int MaxText = 300;

    private const int Shown = 40;

    private readonly List<QueryError> _errors = [];

    public IReadOnlyList<QueryError> Errors => _errors;

    /// <summary>Something is wrong that only the caller can tell.</summary>
    public void Refuse(string name, string value, string expected) =>
        _errors.Add(new QueryError(name, value.Length <= Shown ? value : value[..Shown] + "…", expected));

    /// <summary>Any text; null when empty or too long.</summary>
    public string? Text(string name, string? text) =>
        Take<string>(name, text, $"at most {MaxText} characters", value => value.Length <= MaxText ? value : null);

    /// <summary>One of the known names; null when empty or unknown.</summary>
    public string? Known(string name, string? text, IEnumerable<string> known) =>
        Take<string>(name, text, $"one of {string.Join(", ", known)}", value => known.Contains(value, StringComparer.Ordinal) ? value : null);

    /// <summary>The order of a table; as the rows come when empty or of no known column.</summary>
    public ColumnSort<TRow> Sort<TRow>(string name, string? text, IReadOnlyList<SortColumn<TRow>> columns)
    {
        var sort = new ColumnSort<TRow>(text, columns);
        if (sort.Column is null && !string.IsNullOrEmpty(text))
        {
            Refuse(name, text, $"one of {string.Join(", ", columns.Select(c => c.Key))}, or one with a minus in front");
        }

        return sort;
    }

    /// <summary>A whole number; null when empty or no such number.</summary>
    public long? Whole(string name, string? text, long minimum, long maximum)
    {
        var expected = maximum == long.MaxValue ? $"a whole number of {minimum} or more" : $"a whole number from {minimum} to {maximum}";
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : Wrong<long>(name, text, expected);
    }

    /// <summary>A finite number of 0 or more; null when empty or no such number.</summary>
    public double? Number(string name, string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0
            ? value
            : Wrong<double>(name, text, "a number of 0 or more, with a point");

    /// <summary>A range of shares of the prompt; null when empty or none.</summary>
    public ShareRange? Share(string name, string? text) =>
        ShareRange.Parse(text) ?? Wrong<ShareRange>(name, text, "a range of whole per cents, such as 60-65");

    /// <summary>True or false; false when empty or neither.</summary>
    public bool Flag(string name, string? text) => bool.TryParse(text, out var value) ? value : Wrong<bool>(name, text, "true or false") ?? false;

    /// <summary>An id of 32 hexadecimal digits; null when empty or none.</summary>
    public Guid? Id(string name, string? text, string expected) => Guid.TryParse(text, out var value) ? value : Wrong<Guid>(name, text, expected);

    private T? Take<T>(string name, string? text, string expected, Func<string, T?> read)
        where T : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var value = read(text);
        if (value is null)
        {
            Refuse(name, text, expected);
        }

        return value;
    }

    private T? Wrong<T>(string name, string? text, string expected)
        where T : struct
    {
        if (!string.IsNullOrEmpty(text))
        {
            Refuse(name, text, expected);
        }

        return null;
    }
}
