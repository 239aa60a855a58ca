using System.Globalization;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>What the decisions page shows, as its URL holds it: filters, time and page. The export links are made from it.</summary>
public sealed record DecisionQuery
{
    /// <summary>What the switch "low margin" asks for.</summary>
    public const double LowMargin = 0.1;

    /// <summary>Most decisions the JSON links ask for: the largest page of the API.</summary>
    public const int JsonLimit = Api.DecisionQuery.MaxLimit;

    public string? Worker { get; init; }

    public string? Model { get; init; }

    public string? Tenant { get; init; }

    public string? Strategy { get; init; }

    public string? Reason { get; init; }

    public string? Id { get; init; }

    public int? Revision { get; init; }

    public bool Errors { get; init; }

    public bool Retried { get; init; }

    /// <summary>Only decisions whose margin is at most this; null: any.</summary>
    public double? Margin { get; init; }

    /// <summary>Only requests that found much more or less in the cache than was expected.</summary>
    public bool Mispredicted { get; init; }

    /// <summary>Only requests that did not go to the worker with the deepest cache.</summary>
    public bool Spilled { get; init; }

    /// <summary>Share of the prompt that the chosen worker was expected to hold; null: any.</summary>
    public ShareRange? Captured { get; init; }

    /// <summary>Share of the prompt that the engine had cached; null: any.</summary>
    public ShareRange? Delivered { get; init; }

    /// <summary>Name of a window of accuracy, of those in memory; null for all.</summary>
    public string? Window { get; init; }

    /// <summary>Start of the window, as of when the page was asked for it.</summary>
    public DateTimeOffset? EndedSince { get; init; }

    /// <summary>Only entries before this sequence: a page of older ones that does not move.</summary>
    public long? Before { get; init; }

    /// <summary>Key of a range of time that ends now; null with <see cref="From"/> or for the live tail.</summary>
    public string? Range { get; init; }

    /// <summary>Start of the time, ISO 8601; null for none of its own.</summary>
    public string? From { get; init; }

    /// <summary>End of the time, ISO 8601; null for now.</summary>
    public string? To { get; init; }

    /// <summary>Whether anything is filtered; time and page are no filters.</summary>
    public bool Any => this with { Before = null, Range = null, From = null, To = null } != new DecisionQuery();

    /// <summary>The same time without its filters, from its newest.</summary>
    public DecisionQuery Unfiltered => new() { Range = Range, From = From, To = To };

    /// <summary>The same filters on the live tail.</summary>
    public DecisionQuery Live => this with { Before = null, Range = null, From = null, To = null };

    public DecisionFilter ToFilter() => new()
    {
        Worker = Worker,
        Model = Model,
        Tenant = Tenant,
        Strategy = Strategy,
        Reason = Reason,
        Id = Id,
        Revision = Revision,
        ErrorsOnly = Errors,
        RetriedOnly = Retried,
        MaxMargin = Margin,
        MispredictedOnly = Mispredicted,
        SpilledOnly = Spilled,
        Captured = Captured,
        Delivered = Delivered,
        EndedSince = EndedSince,
    };

    /// <summary>Of the page: with its question mark; empty when nothing is asked for.</summary>
    public string ToQueryString() => Write([.. Filters(), ("range", Range), ("from", From), ("to", To), ("before", Number(Before))]);

    /// <summary>Of the API: the same rows. A range becomes the moments it was read for.</summary>
    /// <param name="time">Null for those in memory.</param>
    /// <param name="limit">Null for the API's own.</param>
    public string ToApiQuery((DateTimeOffset From, DateTimeOffset To)? time, int? limit = null) => Write(
    [
        .. Filters(),
        ("from", time?.From.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("to", time?.To.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("before", Number(Before)),
        ("limit", Number(limit)),
    ]);

    private (string Name, string? Value)[] Filters() =>
    [
        ("worker", Worker),
        ("model", Model),
        ("tenant", Tenant),
        ("strategy", Strategy),
        ("reason", Reason),
        ("id", Id),
        ("revision", Number(Revision)),
        ("errors", Flag(Errors)),
        ("retried", Flag(Retried)),
        ("margin", Margin?.ToString(CultureInfo.InvariantCulture)),
        ("mispredicted", Flag(Mispredicted)),
        ("spilled", Flag(Spilled)),
        ("captured", Captured?.ToString()),
        ("delivered", Delivered?.ToString()),
        ("window", Window),
    ];

    private static string? Flag(bool value) => value ? "true" : null;

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Write(IEnumerable<(string Name, string? Value)> parts)
    {
        var text = string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return text.Length == 0 ? "" : "?" + text;
    }
}
