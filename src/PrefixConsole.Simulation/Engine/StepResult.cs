namespace PrefixConsole.Simulation.Engine;

/// <summary>One pass of the engine. Its tokens exist once <see cref="Duration"/> has gone by.</summary>
public sealed class StepResult
{
    /// <summary>Modelled time of the pass, divided by the speed factor; zero when there was nothing to do.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Prompt tokens computed, recomputed ones included.</summary>
    public required int PrefillTokens { get; init; }

    /// <summary>Output tokens of earlier passes whose KV this pass computed.</summary>
    public required int DecodeTokens { get; init; }

    public required IReadOnlyList<EmittedToken> Emitted { get; init; }

    /// <summary>Requests that lost their blocks and wait again, newest first.</summary>
    public required IReadOnlyList<EngineRequest> Preempted { get; init; }
}
