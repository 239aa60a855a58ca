using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Tells before a switch what it would do to requests like the last ones.</summary>
public sealed class ImpactPreview(DecisionLog log, StrategyCatalog catalog, TimeProvider time)
{
    /// <summary>Decisions looked at by default, and at most.</summary>
    public const int DefaultDecisions = 1000;

    public const int MaxDecisions = 20_000;

    /// <param name="spec">A valid spec.</param>
    /// <param name="decisions">How many of the newest to look at.</param>
    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public ChangeImpact Of(StrategySpec spec, int decisions = DefaultDecisions)
    {
        var strategy = new Redecision(catalog, spec, time);
        var entries = log.Latest(Math.Clamp(decisions, 1, MaxDecisions));
        var at = time.GetUtcNow();
        var (decided, elsewhere, tied) = (0, 0, 0);
        long prompt = 0, chosen = 0, other = 0, left = 0, found = 0;
        foreach (var entry in entries)
        {
            var decision = entry.Decision;
            if (decision.Winner is not { } winner || strategy.Decide(decision) is not { } outcome)
            {
                continue;
            }

            var (here, there) = (Held(decision, winner), Held(decision, outcome.Winner));
            decided++;
            elsewhere += outcome.Winner == winner ? 0 : 1;
            tied += outcome.IsDraw && outcome.Winner == winner ? 1 : 0;
            prompt += decision.Request.PromptTokens;
            chosen += here;
            other += there;
            left += Math.Max(0, here - there);
            found += Math.Max(0, there - here);
        }

        return new ChangeImpact(strategy.Basis, strategy.Missing, entries.Count, decided, elsewhere, tied, prompt, chosen, other, left, found, at);
    }

    private static int Held(RoutingDecision decision, WorkerId worker)
    {
        foreach (ref readonly var candidate in decision.Candidates.AsSpan())
        {
            if (candidate.Worker == worker)
            {
                return decision.Request.ExpectedTokens(candidate);
            }
        }

        return 0;
    }
}
