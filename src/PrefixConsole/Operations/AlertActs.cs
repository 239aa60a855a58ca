using PrefixConsole.Access;
using PrefixConsole.Alerts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>Changes of alert rules, audited.</summary>
public sealed class AlertActs(Acts acts, AlertBook book, TimeProvider time)
{
    /// <summary>Longest silence in minutes: a week.</summary>
    public const int MaxSilence = 7 * 24 * 60;

    private const int MaxReason = 500;

    public static IReadOnlyList<FieldError> CheckSilence(int? minutes, string? reason)
    {
        var errors = new List<FieldError>();
        if (minutes is not (>= 1 and <= MaxSilence))
        {
            errors.Add(new FieldError("minutes", $"must be a whole number from 1 to {MaxSilence}"));
        }

        if (reason is { } why && (why.Length > MaxReason || why.Any(char.IsControl)))
        {
            errors.Add(new FieldError("reason", $"must be at most {MaxReason} characters, none of them control characters"));
        }

        return errors;
    }

    /// <summary>Sets threshold, time and whether the rule is looked at; null sets the default. False: the rule was edited after <paramref name="expected"/>.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> ChangeAsync(Actor actor, AlertRule rule, double? threshold, int? forSeconds, bool enabled, int? expected)
    {
        var before = book.Of(rule.Id);
        return acts.DoAsync(
            actor,
            "alert.change",
            rule.Id,
            () => book.Set(rule.Id, expected, s => s with { Threshold = threshold, ForSeconds = forSeconds, Enabled = enabled }),
            done => done ? new ActReport(AuditResults.Done, Before: before, After: book.Of(rule.Id)) : new ActReport(AuditResults.Conflict, "another change came first"));
    }

    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task SilenceAsync(Actor actor, AlertRule rule, TimeSpan span, string reason)
    {
        var until = time.GetUtcNow() + span;
        return acts.DoAsync(
            actor,
            "alert.silence",
            rule.Id,
            () =>
            {
                book.Silence(rule.Id, until, actor.Name, reason);
                return true;
            },
            () => SilenceOf(rule),
            reason);
    }

    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task UnsilenceAsync(Actor actor, AlertRule rule) => acts.DoAsync(
        actor,
        "alert.unsilence",
        rule.Id,
        () =>
        {
            book.Silence(rule.Id, null);
            return true;
        },
        () => SilenceOf(rule));

    private object? SilenceOf(AlertRule rule) => book.Of(rule.Id) is { SilencedUntil: { } until } setting && until > time.GetUtcNow()
        ? new { Until = until, By = setting.SilencedBy, Reason = setting.SilenceReason }
        : null;
}
