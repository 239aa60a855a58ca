using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>Who served which session last, told decision by decision in the order they were made.</summary>
/// <remarks>
/// Time of serving is that of the decision: of two requests of one session at the same moment the later is taken to have known of the earlier.
/// Bounded by the decisions it is given.
/// </remarks>
public sealed class SessionHistory
{
    private readonly Dictionary<ulong, SessionBinding> _last = [];
    private DateTimeOffset? _from;

    /// <summary>It is given every decision since the program started; else nothing is known of what came before the first.</summary>
    public bool IsWhole { get; set; }

    /// <param name="decision">The next decision.</param>
    /// <param name="served">Who answered it; null when nobody did.</param>
    public void Add(RoutingDecision decision, WorkerId? served)
    {
        _from ??= decision.At;
        if (served is { } worker && decision.Request.Session is not 0 and var session)
        {
            _last[session] = new SessionBinding(worker, decision.At);
        }
    }

    /// <summary>False when it cannot be told, because it may lie before the first decision.</summary>
    /// <param name="decision">The decision that comes next.</param>
    /// <param name="idle">How long a binding counts.</param>
    /// <param name="binding">Null when there was none.</param>
    internal bool TryFind(RoutingDecision decision, TimeSpan idle, out SessionBinding? binding)
    {
        binding = _last.TryGetValue(decision.Request.Session, out var found) ? found : null;
        return binding is not null || IsWhole || (_from is { } from && decision.At - from > idle);
    }
}
