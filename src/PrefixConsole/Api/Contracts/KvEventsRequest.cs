using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Api.Contracts;

/// <summary>Where a worker publishes KV events; part of <see cref="WorkerRequest"/>.</summary>
public sealed record KvEventsRequest
{
    /// <summary>What to connect to, such as <c>tcp://10.0.0.5:5557</c>; <c>tcp://*:5557</c> to listen.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Where missing batches can be asked for again; absent: nowhere.</summary>
    public string? ReplayEndpoint { get; init; }

    /// <summary>Prefix of the topics to take; all when absent.</summary>
    public string? Topic { get; init; }

    /// <summary>Data-parallel ranks, a port each; 1 when absent.</summary>
    public int? Ranks { get; init; }

    internal KvEventOptions ToOptions() => new() { Endpoint = Endpoint, ReplayEndpoint = ReplayEndpoint, Topic = Topic, Ranks = Ranks ?? 1 };
}
