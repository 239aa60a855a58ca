namespace PrefixConsole.Gateway.Pins;

/// <summary>Why no pin was made.</summary>
public enum PinRefusal
{
    None,

    /// <summary>There is no such worker.</summary>
    UnknownWorker,

    /// <summary>Its role is Prefill: no request of a client may go there.</summary>
    TakesNoRequests,

    /// <summary><see cref="WorkerPins.MaxPins"/> count already.</summary>
    TooMany,
}
