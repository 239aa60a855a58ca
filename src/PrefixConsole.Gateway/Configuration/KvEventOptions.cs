namespace PrefixConsole.Gateway.Configuration;

/// <summary>Where a worker publishes KV events over ZMQ.</summary>
public sealed class KvEventOptions
{
    /// <value>What to connect to, such as <c>tcp://10.0.0.5:5557</c>; with <c>*</c> as host, what to listen on for an engine that connects.</value>
    public string? Endpoint { get; set; }

    /// <value>Where missing batches can be asked for again, such as <c>tcp://10.0.0.5:5558</c>. Default none.</value>
    public string? ReplayEndpoint { get; set; }

    /// <value>Prefix of the topics to take, at most 256 characters. Default empty: all.</value>
    public string? Topic { get; set; }

    /// <value>Data-parallel ranks, 1 to 64; rank r is found r ports above the first. Default 1.</value>
    public int Ranks { get; set; } = 1;
}
