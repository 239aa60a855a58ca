using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>Query of the decision log. Texts, so that a wrong one is answered by field and not by the framework.</summary>
internal sealed record DecisionQuery(
    string? Worker,
    string? Model,
    string? Tenant,
    string? Strategy,
    string? Reason,
    string? Revision,
    string? Id,
    string? Errors,
    string? Retried,
    string? Margin,
    string? Mispredicted,
    string? Spilled,
    string? Captured,
    string? Delivered,
    string? Window,
    string? Limit,
    string? Before,
    string? From,
    string? To,
    string? Range)
{
    /// <summary>Largest page.</summary>
    public const int MaxLimit = 1000;

    public const int DefaultLimit = 100;

    /// <summary>Whether stored decisions of a time are asked for; otherwise those in memory.</summary>
    public bool OfTime => !string.IsNullOrEmpty(Range) || !string.IsNullOrEmpty(From) || !string.IsNullOrEmpty(To);

    /// <summary>What is wrong; empty when the rest can be used.</summary>
    public IReadOnlyList<FieldError> Read(
        out DecisionFilter filter, out int limit, out long? before, out (DateTimeOffset From, DateTimeOffset To) time, int defaultLimit, int maxLimit, DateTimeOffset now)
    {
        var query = new ApiQuery();
        var span = string.IsNullOrEmpty(Range) ? (query.Time("from", From), query.Time("to", To)) : query.Range(Range, From, To, now);
        time = (span?.From ?? DateTimeOffset.MinValue, span?.To ?? DateTimeOffset.MaxValue);
        if (time.From >= time.To)
        {
            query.Refuse("to", "must be later than from");
        }

        limit = query.Int("limit", Limit, defaultLimit, 1, maxLimit);
        before = query.Long("before", Before, 1, long.MaxValue);
        filter = new DecisionFilter
        {
            Worker = NullIfEmpty(Worker),
            Model = NullIfEmpty(Model),
            Tenant = NullIfEmpty(Tenant),
            Strategy = NullIfEmpty(Strategy),
            Reason = NullIfEmpty(Reason),
            Revision = (int?)query.Long("revision", Revision, 1, int.MaxValue),
            Id = NullIfEmpty(Id),
            ErrorsOnly = query.Bool("errors", Errors),
            RetriedOnly = query.Bool("retried", Retried),
            MaxMargin = query.Number("margin", Margin),
            MispredictedOnly = query.Bool("mispredicted", Mispredicted),
            SpilledOnly = query.Bool("spilled", Spilled),
            Captured = query.Share("captured", Captured),
            Delivered = query.Share("delivered", Delivered),
            EndedSince = Since(query, now),
        };
        return query.Errors;
    }

    private DateTimeOffset? Since(ApiQuery query, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(Window))
        {
            return null;
        }

        if (AccuracyQuery.WindowOf(Window) is not { } window)
        {
            query.Refuse("window", AccuracyQuery.Windows);
        }
        else if (OfTime)
        {
            query.Refuse("window", "is of the decisions in memory: leave it out with range, from and to");
        }
        else
        {
            return now - AccuracyQuery.LengthOf(window);
        }

        return null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
