namespace PrefixConsole.Benchmarks.Replay;

/// <summary>An engine in virtual time. What it reports is true at the moment it is read.</summary>
internal interface IReplayWorker
{
    /// <summary>Requests that no prefill has started for.</summary>
    int Waiting { get; }

    /// <summary>Requests prefilling or decoding.</summary>
    int Running { get; }

    /// <summary>Share of the KV blocks that running requests hold, 0 to 1.</summary>
    double KvUsage { get; }

    /// <summary>Seconds spent on prefill so far.</summary>
    double PrefillSeconds { get; }

    void Submit(Dispatch dispatch);
}
