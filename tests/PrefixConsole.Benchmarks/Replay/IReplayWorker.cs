namespace PrefixConsole.Benchmarks.Replay;

/// <summary>An engine in virtual time.</summary>
internal interface IReplayWorker
{
    /// <summary>Seconds spent on prefill so far.</summary>
    double PrefillSeconds { get; }

    EngineGauges Read();

    void Submit(Dispatch dispatch);
}
