using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A message that could not be used, and whose it was.</summary>
public sealed record RejectedRow(WorkerId Worker, int Rank, RejectedFrame Frame);
