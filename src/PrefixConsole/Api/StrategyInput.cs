using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

/// <summary>Checks what is sent to change the strategy, all of it at once.</summary>
internal static class StrategyInput
{
    /// <summary>A strategy that is to be applied: valid, and with a reason.</summary>
    public static List<FieldError> CheckChange(StrategyRequest body, StrategyCatalog catalog)
    {
        var errors = CheckSpec(body, catalog);
        errors.AddRange(CheckHow(body.Reason, body.ConfirmWithinSeconds, body.Guardrails));
        return errors;
    }

    /// <summary>A strategy that is to be tried on a share.</summary>
    public static List<FieldError> CheckTrial(TrialRequest body, StrategyCatalog catalog)
    {
        var errors = CheckSpec(body, catalog);
        Add(errors, CheckShare(body.SharePercent));
        Add(errors, ChangeReason.Check(body.Reason));
        Add(errors, CheckWait(body.EndAfterSeconds, "endAfterSeconds"));
        errors.AddRange(CheckGuards(body.Guardrails));
        if (body.ConfirmWithinSeconds is not null)
        {
            errors.Add(new FieldError("confirmWithinSeconds", "a trial is not confirmed: give endAfterSeconds"));
        }

        return errors;
    }

    /// <summary>Why a strategy is applied, and what takes it back.</summary>
    public static List<FieldError> CheckHow(string? reason, int? confirmWithinSeconds, GuardrailsDto? guardrails)
    {
        var errors = new List<FieldError>();
        Add(errors, ChangeReason.Check(reason));
        Add(errors, CheckWait(confirmWithinSeconds));
        errors.AddRange(CheckGuards(guardrails));
        if (confirmWithinSeconds is null && GuardrailsDto.ToGuards(guardrails) is not null)
        {
            errors.Add(new FieldError("guardrails", "need confirmWithinSeconds: they are looked at until the change is confirmed"));
        }

        return errors;
    }

    public static FieldError? CheckShare(double? percent) =>
        percent is { } p && double.IsInteger(p) && p is >= StrategyTrial.LeastPercent and <= StrategyTrial.MostPercent
            ? null
            : new FieldError("sharePercent", $"must be a whole number from {StrategyTrial.LeastPercent} to {StrategyTrial.MostPercent}; PUT /api/strategy applies to all");

    /// <summary>What JSON allows and a spec does not, then the catalog's own checks.</summary>
    public static List<FieldError> CheckSpec(StrategyRequest body, StrategyCatalog catalog)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(body.Name))
        {
            errors.Add(new FieldError("name", "must name a strategy"));
        }

        for (var i = 0; i < (body.Scorers?.Length ?? 0); i++)
        {
            if (body.Scorers![i] is null || body.Scorers[i].Scorer is null)
            {
                errors.Add(new FieldError($"scorers[{i}]", "must have a scorer and a weight"));
            }
        }

        for (var i = 0; i < (body.Filters?.Length ?? 0); i++)
        {
            if (body.Filters![i] is null)
            {
                errors.Add(new FieldError($"filters[{i}]", "must name a filter"));
            }
        }

        if (errors.Count == 0)
        {
            errors.AddRange(catalog.Validate(body.ToSpec()).Select(e => new FieldError(e.Field, e.Message)));
        }

        return errors;
    }

    public static FieldError? CheckWait(int? seconds, string field = "confirmWithinSeconds") =>
        seconds is { } s && (s < StrategyChanges.LeastWait.TotalSeconds || s > StrategyChanges.MostWait.TotalSeconds)
            ? new FieldError(field, FormattableString.Invariant($"must be a whole number from {StrategyChanges.LeastWait.TotalSeconds} to {StrategyChanges.MostWait.TotalSeconds}"))
            : null;

    private static IReadOnlyList<FieldError> CheckGuards(GuardrailsDto? guardrails) =>
        GuardrailsDto.ToGuards(guardrails) is { } guards ? Guardrails.Check(guards) : [];

    public static TimeSpan? Wait(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    public static void Add(List<FieldError> errors, FieldError? error)
    {
        if (error is not null)
        {
            errors.Add(error);
        }
    }
}
