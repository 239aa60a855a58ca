using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Operations;

/// <summary>
/// Conditions that take a change back before its time. Each that is given is looked at every ten seconds over the last <see cref="Window"/>,
/// once at least <see cref="LeastRequests"/> requests ended in it.
/// </summary>
/// <param name="ErrorPercent">More than this share of requests failed on the server's side, in percent.</param>
/// <param name="TtftTimes">The 95th percentile of time to first token is more than this many times what it was: before the change, or, for a
/// trial, of the active revision at the same time.</param>
/// <param name="TtftSeconds">The same percentile is above this many seconds.</param>
public sealed record Guardrails(double? ErrorPercent = null, double? TtftTimes = null, double? TtftSeconds = null)
{
    public const int LeastRequests = 50;

    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(2);

    /// <summary>What a form proposes.</summary>
    public static Guardrails Proposed { get; } = new(ErrorPercent: 5, TtftTimes: 2, TtftSeconds: 3);

    /// <summary>Nothing is guarded.</summary>
    public bool IsEmpty => ErrorPercent is null && TtftTimes is null && TtftSeconds is null;

    /// <summary>What is wrong; empty when nothing is. Field names are those of the API.</summary>
    public static IReadOnlyList<FieldError> Check(Guardrails guards)
    {
        var errors = new List<FieldError>();
        Between("guardrails.errorPercent", guards.ErrorPercent, 0.1, 99);
        Between("guardrails.ttftTimes", guards.TtftTimes, 1.1, 100);
        Between("guardrails.ttftSeconds", guards.TtftSeconds, 0.01, 100);
        return errors;

        void Between(string field, double? value, double least, double most)
        {
            // The negation also refuses NaN.
            if (value is { } given && !(given >= least && given <= most))
            {
                errors.Add(new FieldError(field, FormattableString.Invariant($"must be a number from {least} to {most}")));
            }
        }
    }
}
