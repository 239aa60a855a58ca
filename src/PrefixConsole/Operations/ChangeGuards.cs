using Microsoft.Extensions.Options;
using PrefixConsole.Alerts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Operations;

/// <summary>Measures changes of the strategy from the decisions each side made.</summary>
public sealed class ChangeGuards(DecisionLog log, SampleRecorder samples, IOptions<GatewayOptions> gateway, TimeProvider time)
{
    /// <summary>Counts a revision's requests from <paramref name="since"/> on.</summary>
    public OutcomeTally Count(int revision, DateTimeOffset since) => new(log, revision, since, gateway.Value.TtftLimit);

    /// <summary>
    /// 95th percentile of time to first token over the last <see cref="Guardrails.Window"/>, in seconds; null when fewer than
    /// <see cref="Guardrails.LeastRequests"/> requests had one.
    /// </summary>
    public double? TtftNow()
    {
        var window = new SampleWindow(Guardrails.Window);
        var now = time.GetUtcNow();
        foreach (var row in samples.Recent((now - Guardrails.Window).ToUnixTimeSeconds() + 1, now.ToUnixTimeSeconds() + SampleRecorder.Seconds))
        {
            window.Add(row);
        }

        return window.FirstTokens >= Guardrails.LeastRequests ? window.FirstToken(0.95) : null;
    }

    /// <summary>Why a change cannot be guarded as asked at the moment; null when it can.</summary>
    /// <param name="guards">Checked by <see cref="Guardrails.Check"/>.</param>
    /// <param name="before">What <see cref="TtftNow"/> said.</param>
    public static FieldError? Unmeasured(Guardrails? guards, double? before) => guards is { TtftTimes: not null } && before is null
        ? new FieldError(
            "guardrails.ttftTimes",
            FormattableString.Invariant($"nothing to compare with: fewer than {Guardrails.LeastRequests} requests had a first token in the last {Guardrails.Window.TotalMinutes} minutes; leave it out, or limit the seconds"))
        : null;

    internal GuardWatch Watch(Guardrails guards, OutcomeTally tally, OutcomeTally? other, double? before, Action<GuardReading> broken) =>
        new(guards, tally, other, before, time, broken);
}
