using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A decision with what is needed to act on it. Worker and lease are null when no worker was left.</summary>
public readonly record struct ScheduleResult(RoutingRequest Request, RoutingDecision Decision, Worker? Worker, LoadLease? Lease);
