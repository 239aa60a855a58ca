using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>The worker that served a session last, and when.</summary>
internal readonly record struct SessionBinding(WorkerId Worker, DateTimeOffset At);
