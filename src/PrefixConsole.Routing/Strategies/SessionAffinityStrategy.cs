using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A session stays on the worker that served it last.</summary>
internal sealed class SessionAffinityStrategy : IStrategy
{
    public const string TtlSeconds = "ttl-seconds";
    public const string MaxSessions = "max-sessions";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.SessionAffinity,
        "Session affinity",
        "A session stays on the worker that served it last; without a session, or when that worker is unavailable, the least loaded.",
        "llm-d session-affinity-scorer (session_id mode)",
        [
            new()
            {
                Name = TtlSeconds,
                Summary = "Idle time after which a session is forgotten.",
                Default = SessionTable.DefaultIdle.TotalSeconds,
                Minimum = 1,
                Maximum = 86_400,
                Unit = "s",
            },
            new()
            {
                Name = MaxSessions,
                Summary = "Sessions remembered; beyond it the one served longest ago is forgotten.",
                Default = SessionTable.DefaultMaxSessions,
                Minimum = 1,
                Maximum = 1_000_000,
                Whole = true,
                Unit = "sessions",
            },
        ]);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context)
    {
        var idle = TimeSpan.FromSeconds(parameters.Number(TtlSeconds));
        return IStrategy.Only(
            new SessionPicker(context.Sessions, idle, context.Random),
            new SessionBinder(context.Sessions, idle, parameters.Whole(MaxSessions)));
    }
}
