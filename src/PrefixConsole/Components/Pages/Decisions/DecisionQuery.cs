using System.Globalization;
using System.Text;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>The filters of the decisions page as its URL holds them; also those of the export links.</summary>
public sealed record DecisionQuery
{
    /// <summary>What the switch "low margin" asks for.</summary>
    public const double LowMargin = 0.1;

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

    /// <summary>Only entries before this sequence: a page of older ones that does not move.</summary>
    public long? Before { get; init; }

    public bool Any => this with { Before = null } != new DecisionQuery();

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
    };

    /// <summary>With its question mark; empty when nothing is asked for.</summary>
    public string ToQueryString(bool withBefore = true)
    {
        var text = new StringBuilder();
        Add("worker", Worker);
        Add("model", Model);
        Add("tenant", Tenant);
        Add("strategy", Strategy);
        Add("reason", Reason);
        Add("id", Id);
        Add("revision", Revision?.ToString(CultureInfo.InvariantCulture));
        Add("errors", Errors ? "true" : null);
        Add("retried", Retried ? "true" : null);
        Add("margin", Margin?.ToString(CultureInfo.InvariantCulture));
        Add("mispredicted", Mispredicted ? "true" : null);
        Add("before", withBefore ? Before?.ToString(CultureInfo.InvariantCulture) : null);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }
}
