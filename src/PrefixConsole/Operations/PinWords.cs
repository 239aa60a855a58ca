using System.Diagnostics;
using PrefixConsole.Gateway.Pins;

namespace PrefixConsole.Operations;

/// <summary>Why there is no pin, in words.</summary>
internal static class PinWords
{
    public static string Of(PinRefusal refusal) => refusal switch
    {
        PinRefusal.UnknownWorker => "There is no such worker.",
        PinRefusal.TakesNoRequests => "Its role is Prefill: it takes no requests of clients, pinned or not.",
        PinRefusal.TooMany => $"{WorkerPins.MaxPins} pins count already, which is the most. End those of a worker, or wait until they expire.",
        _ => throw new UnreachableException(),
    };
}
