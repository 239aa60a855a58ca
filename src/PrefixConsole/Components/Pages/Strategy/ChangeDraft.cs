using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>How a strategy is to be applied, as typed, and what is wrong with it.</summary>
public sealed class ChangeDraft
{
    public string Reason { get; set; } = "";

    /// <summary>A trial on a share of the requests; else for all.</summary>
    public bool OnShare { get; set; }

    /// <summary>Of a trial: percent.</summary>
    public string Share { get; set; } = "10";

    /// <summary>Of a trial: when it ends by itself.</summary>
    public ConfirmChoice Ends { get; set; } = ConfirmChoice.Ends[0];

    /// <summary>For all: whether it must be confirmed.</summary>
    public ConfirmChoice Confirm { get; set; } = ConfirmChoice.All[0];

    public GuardDraft Guards { get; } = new();

    /// <summary>Guardrails need something that they can cut short.</summary>
    public bool CanGuard => OnShare || Confirm.Wait is not null;

    public Guardrails? Guardrails => CanGuard ? Guards.Read() : null;

    /// <summary>The share; 0 when it is no whole number.</summary>
    public int Percent => int.TryParse(Share, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : 0;

    public IReadOnlyList<FieldError> Errors { get; private set; } = [];

    public string? ErrorOf(string field) => Errors.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>Looks for what is wrong. True when nothing is.</summary>
    public bool Check()
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

        errors.AddRange(Guardrails is { } guards ? Operations.Guardrails.Check(guards) : []);
        Errors = errors;
        return errors.Count == 0;
    }

    /// <summary>Says beside the fields what the server refused.</summary>
    public void Refuse(ImmutableArray<SpecError> errors) => Errors = [.. errors.Select(e => new FieldError(e.Field, e.Message))];

    /// <summary>It was applied.</summary>
    public void Clear() => (Reason, Errors) = ("", []);
}
