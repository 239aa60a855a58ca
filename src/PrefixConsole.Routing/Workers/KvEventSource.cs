namespace PrefixConsole.Routing.Workers;

/// <summary>Where a worker publishes its KV events over ZMQ.</summary>
/// <param name="Endpoint">
/// What to connect to, such as <c>tcp://10.0.0.5:5557</c>; or, with a host of <c>*</c>, what to listen on for engines that connect.
/// </param>
/// <param name="ReplayEndpoint">Where missing batches can be asked for again; null when the engine offers no replay.</param>
/// <param name="Topic">Prefix of the topics to take; empty for all.</param>
/// <param name="Ranks">Data-parallel ranks of the engine, 1 or more: rank r publishes on the port r above the first, and replays likewise.</param>
public sealed record KvEventSource(string Endpoint, string? ReplayEndpoint = null, string Topic = "", int Ranks = 1);
