namespace PrefixConsole.Routing.KvEvents;

/// <summary>Why an event, or a whole batch, was not used.</summary>
public enum KvEventFault
{
    /// <summary>The payload is not a batch of events: cut off, nested too deep, or without an array of events. Nothing of it was used.</summary>
    NotABatch,

    /// <summary>The event is neither an array nor a map, or has no name of a type.</summary>
    NotAnEvent,

    /// <summary>The event has the name of a type that is not known here.</summary>
    UnknownType,

    /// <summary>A field that the type cannot do without is missing.</summary>
    MissingField,

    /// <summary>A field holds something of another type or out of its range.</summary>
    BadField,

    /// <summary>The block size is below 1 or absurd.</summary>
    BadBlockSize,

    /// <summary>Blocks times block size is not the number of tokens.</summary>
    CountMismatch,

    /// <summary>More blocks, tokens or characters than any engine sends in one event.</summary>
    TooLarge,
}
