using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Tells before a switch what it would do to requests like the last ones.</summary>
/// <remarks>
/// A strategy that goes by sessions is told who really served each session before, as far as the log reaches back: as if it had been remembering
/// them already.
/// </remarks>
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
        // Oldest first: what was served before is known by then.
        var entries = log.Latest(Math.Clamp(decisions, 1, MaxDecisions)).Reverse().ToList();
        var history = new SessionHistory();
        var strategy = new Redecision(catalog, spec, history);
        if (strategy.AsksSessions && entries.Count > 0)
        {
            var before = log.Newest(entries[0].Sequence).Reverse().ToList();
            history.IsWhole = (before.Count > 0 ? before[0] : entries[0]).Sequence == 1;
            before.ForEach(entry => Tell(history, entry));
        }

        var at = time.GetUtcNow();
        var sessions = new MovedSessions();
        var warm = new WarmHeads();
        var untoldFor = new HashSet<string>(StringComparer.Ordinal);
        var (looked, decided, elsewhere, tied, untold) = (0, 0, 0, 0, 0);
        long prompt = 0, chosen = 0, other = 0, left = 0, found = 0;
        foreach (var entry in entries)
        {
            var decision = entry.Decision;
            if (decision.Request.Pinned)
            {
                // no strategy would move it
                continue;
            }

            looked++;
            var outcome = decision.Winner is null ? null : strategy.Decide(decision);
            var missing = outcome is null && decision.Winner is not null ? strategy.MissingOf(decision) : "";
            sessions.Add(decision, outcome?.Winner);
            warm.Add(decision, outcome?.Winner, missing.Length == 0);
            if (outcome is not null && decision.Winner is { } winner)
            {
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
            else if (missing.Length > 0)
            {
                untold++;
                untoldFor.Add(missing);
            }

            Tell(history, entry);
        }

        return new ChangeImpact(
            strategy.Basis, strategy.Missing, looked, decided, elsewhere, tied, prompt, chosen, other, left, found,
            untold, string.Join(", ", untoldFor), sessions.Named, sessions.Told, sessions.Moved, warm.Read(), at);
    }

    private static void Tell(SessionHistory history, DecisionEntry entry) => history.Add(
        entry.Decision,
        entry.Decision.Request.Pinned ? null
            : entry.Outcome is { } outcome ? outcome.Served
            : entry.Decision.Winner);

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
