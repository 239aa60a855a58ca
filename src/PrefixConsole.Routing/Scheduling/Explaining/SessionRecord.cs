using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>What a decision by itself tells of the session it was made for: strategies that go by sessions leave it in their choice.</summary>
internal static class SessionRecord
{
    private const string Scorer = Scorers.ScorerNames.Session;

    /// <summary>False when it tells nothing.</summary>
    /// <param name="decision">A recorded decision.</param>
    /// <param name="worker">Whom the session was bound to, for as long as the strategy that decided remembers one; null: nobody who could be chosen.</param>
    public static bool TryRead(RoutingDecision decision, out WorkerId? worker)
    {
        worker = null;
        if (decision.Picker == Pickers.PickerNames.Session)
        {
            worker = decision.Reason == DecisionReasons.Session ? decision.Winner : null;
            // The only one left was not asked for the session.
            return decision.Reason is DecisionReasons.Session or DecisionReasons.LeastLoaded;
        }

        foreach (ref readonly var row in decision.Scorers.AsSpan())
        {
            if (row.Scorer == Scorer)
            {
                foreach (ref readonly var candidate in decision.Candidates.AsSpan())
                {
                    worker = candidate.Column >= 0 && row.Scores[candidate.Column] > 0 ? candidate.Worker : worker;
                }

                return true;
            }
        }

        return false;
    }
}
