namespace PrefixConsole.Simulation.KvEvents;

/// <summary>How a worker spells its KV events.</summary>
public enum KvEventForm
{
    /// <summary>vLLM since 0.24: events are maps, fields that equal their default are left out.</summary>
    VllmMap,

    /// <summary>vLLM before 0.24: events are arrays of all fields.</summary>
    VllmArray,

    /// <summary>SGLang: arrays of seven, hashes signed.</summary>
    Sglang,
}
