using System.Globalization;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>Reads query values and collects all that is wrong with them.</summary>
internal sealed class ApiQuery
{
    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Something is wrong that only the caller can tell.</summary>
    public void Refuse(string field, string message) => _errors.Add(new FieldError(field, message));

    public int Int(string field, string? text, int fallback, int minimum, int maximum) =>
        (int)(Long(field, text, minimum, maximum) ?? fallback);

    public long? Long(string field, string? text, long minimum, long maximum)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        _errors.Add(new FieldError(field, string.Create(CultureInfo.InvariantCulture, $"must be a whole number between {minimum} and {maximum}")));
        return null;
    }

    /// <summary>A finite number of 0 or more.</summary>
    public double? Number(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0)
        {
            return value;
        }

        _errors.Add(new FieldError(field, "must be a number of 0 or more"));
        return null;
    }

    /// <summary>A range of shares of the prompt.</summary>
    public ShareRange? Share(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (ShareRange.Parse(text) is { } range)
        {
            return range;
        }

        _errors.Add(new FieldError(field, "must be a range of whole per cents of the prompt, such as 60-65"));
        return null;
    }

    /// <summary>A time in ISO 8601; without an offset it is UTC.</summary>
    public DateTimeOffset? Time(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at.ToUniversalTime();
        }

        _errors.Add(new FieldError(field, "must be a time in ISO 8601, such as 2026-11-23T12:00:00Z"));
        return null;
    }

    /// <summary>
    /// A stretch of time, as the console's pages hold it: a range that ends now, or from and to, each of which may be left out. Null: none is asked for.
    /// </summary>
    public (DateTimeOffset? From, DateTimeOffset? To)? Range(string? range, string? from, string? to, DateTimeOffset now)
    {
        var (start, end) = (Time("from", from), Time("to", to));
        if (!string.IsNullOrEmpty(range))
        {
            if (TimeRange.Find(range).Span is not { } span)
            {
                Refuse("range", $"must be one of {string.Join(", ", TimeRange.All.Where(r => !r.IsLive).Select(r => r.Key))}");
                return null;
            }

            if (!string.IsNullOrEmpty(from) || !string.IsNullOrEmpty(to))
            {
                Refuse("range", "ends now: leave it out with from and to");
                return null;
            }

            return (now - span, now);
        }

        if (start >= (end ?? DateTimeOffset.MaxValue))
        {
            Refuse("from", "must be before to");
        }
        else if (start >= now)
        {
            Refuse("from", "must be a time that is over");
        }

        return start is null && end is null ? null : (start, end);
    }

    /// <summary>An id of 32 hexadecimal digits.</summary>
    public Guid? Id(string field, string? text, string what)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        _errors.Add(new FieldError(field, $"must be {what}"));
        return null;
    }

    public bool Bool(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        _errors.Add(new FieldError(field, "must be true or false"));
        return false;
    }
}
