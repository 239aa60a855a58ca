using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Counts the sessions that another strategy would send elsewhere, from decisions told oldest first: the last of each session counts.</summary>
internal sealed class MovedSessions
{
    private readonly HashSet<ulong> _named = [];
    private readonly Dictionary<ulong, bool> _moved = [];

    public int Named => _named.Count;

    public int Told => _moved.Count;

    public int Moved => _moved.Count(s => s.Value);

    /// <param name="decision">As it was made.</param>
    /// <param name="other">Who would be chosen; null when it cannot be told.</param>
    public void Add(RoutingDecision decision, WorkerId? other)
    {
        if (decision.Request.Session is not 0 and var session)
        {
            _named.Add(session);
            if (other is { } worker)
            {
                _moved[session] = worker != decision.Winner;
            }
        }
    }
}
