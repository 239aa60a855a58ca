using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Components.Pages.Ingest;

/// <summary>The states and faults of feeds, said to an operator.</summary>
internal static class IngestWords
{
    public static string Of(KvEventFault fault) => fault switch
    {
        KvEventFault.NotABatch => "not a batch of events",
        KvEventFault.NotAnEvent => "not an event",
        KvEventFault.UnknownType => "event of an unknown type",
        KvEventFault.MissingField => "a field is missing",
        KvEventFault.BadField => "a field of the wrong type or range",
        KvEventFault.BadBlockSize => "an impossible block size",
        KvEventFault.CountMismatch => "tokens and blocks do not match",
        KvEventFault.TooLarge => "larger than any engine sends",
        _ => fault.ToString(),
    };

    /// <summary>What routing does with the worker's reports.</summary>
    public static string Use(KvTrust trust) => trust switch
    {
        KvTrust.Trusted => "Routing goes by what the worker reports.",
        KvTrust.CatchingUp => "Routing takes the greater of what is reported and what is predicted.",
        KvTrust.Untrusted => "Routing goes by predictions alone until trust is back.",
        KvTrust.Silent => "Nothing is heard: routing goes by predictions alone.",
        _ => "Routing goes by predictions alone.",
    };
}
