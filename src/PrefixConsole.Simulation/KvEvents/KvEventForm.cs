namespace PrefixConsole.Simulation.KvEvents;

/// <summary>How an engine writes its KV events.</summary>
public enum KvEventForm
{
    /// <summary>vLLM from 0.24: maps that leave defaults out.</summary>
    VllmMap,

    /// <summary>vLLM before 0.24: arrays with every declared field.</summary>
    VllmArray,

    /// <summary>SGLang: arrays of seven fields, signed hashes.</summary>
    Sglang,
}
