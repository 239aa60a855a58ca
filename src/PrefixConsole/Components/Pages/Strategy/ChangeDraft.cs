using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>How a strategy is to be applied, as typed, and what is wrong with it.</summary>
public sealed class ChangeDraft
{
    private static readonly string[] s_typed = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public string Reason { get; set; } = "";

    /// <summary>A trial on a share of the requests; else for all.</summary>
    public bool OnShare { get; set; }

    /// <summary>Of a trial: percent.</summary>
    public string Share { get; set; } = "10";

    /// <summary>Of a trial: when it ends by itself.</summary>
    public ConfirmChoice Ends { get; set; } = ConfirmChoice.Ends[0];

    /// <summary>For all: whether it must be confirmed.</summary>
    public ConfirmChoice Confirm { get; set; } = ConfirmChoice.All[0];

    /// <summary>For all: at a time to come; else now.</summary>
    public bool Later { get; set; }

    /// <summary>That time as a field of type datetime-local gives it, in <see cref="Zone"/>.</summary>
    public string? At { get; set; }

    /// <summary>The browser's; UTC until it is known.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public GuardDraft Guards { get; } = new();

    public bool IsScheduled => Later && !OnShare;

    /// <summary>Guardrails need something that they can cut short.</summary>
    public bool CanGuard => OnShare || Confirm.Wait is not null;

    public Guardrails? Guardrails => CanGuard ? Guards.Read() : null;

    /// <summary>The share; 0 when it is no whole number.</summary>
    public int Percent => int.TryParse(Share, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : 0;

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public string? ErrorOf(string field) => Errors.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>The time to come; null when what was typed is none, or is skipped by the clocks of the zone. Of a time that comes twice the first.</summary>
    public DateTimeOffset? Moment =>
        DateTime.TryParseExact(At, s_typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && !Zone.IsInvalidTime(local)
            ? new DateTimeOffset(local, Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local))
            : null;

    /// <summary>Looks for what is wrong. True when nothing is.</summary>
    /// <param name="now">The time.</param>
    public bool Check(DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        if (ChangeReason.Check(Reason) is { } reason)
        {
            errors.Add(reason);
        }

        if (OnShare && Percent is < StrategyTrial.LeastPercent or > StrategyTrial.MostPercent)
        {
            errors.Add(new FieldError("sharePercent", $"must be a whole number from {StrategyTrial.LeastPercent} to {StrategyTrial.MostPercent}"));
        }

        if (IsScheduled && (Moment is { } at ? ScheduledChanges.CheckTime(at, now) : new FieldError("at", "give a date and a time that there is")) is { } when)
        {
            errors.Add(when);
        }

        errors.AddRange(Guardrails is { } guards ? Operations.Guardrails.Check(guards) : []);
        Errors = errors;
        return errors.Count == 0;
    }

    /// <summary>Says beside the fields what the server refused.</summary>
    public void Refuse(ImmutableArray<SpecError> errors) => Refuse([.. errors.Select(e => new FieldError(e.Field, e.Message))]);

    /// <inheritdoc cref="Refuse(ImmutableArray{SpecError})"/>
    public void Refuse(IReadOnlyList<FieldError> errors) => Errors = errors;

    /// <summary>It was applied.</summary>
    public void Clear() => (Reason, Later, At, Errors) = ("", false, null, []);
}
