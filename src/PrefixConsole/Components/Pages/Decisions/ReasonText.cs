using System.Collections.Frozen;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>Reason codes in words, for tooltips and the filter.</summary>
internal static class ReasonText
{
    /// <summary>Every reason with one sentence, in the order the filter lists them.</summary>
    public static readonly KeyValuePair<string, string>[] All =
    [
        new(DecisionReasons.CacheHit, "The worker holds enough of the prefix"),
        new(DecisionReasons.CacheMiss, "No worker holds enough of the prefix; chosen by load"),
        new(DecisionReasons.LoadSpill, "The holder was too loaded; cache affinity was overruled"),
        new(DecisionReasons.MaxScore, "Highest weighted sum of scores"),
        new(DecisionReasons.WeightedRandom, "Drawn with a chance that grows with the score"),
        new(DecisionReasons.LeastLoaded, "Fewest requests in flight"),
        new(DecisionReasons.PowerOfTwo, "Less loaded of two drawn at random"),
        new(DecisionReasons.Session, "The session was bound to this worker"),
        new(DecisionReasons.RingOwner, "Owner of the prefix on the hash ring"),
        new(DecisionReasons.RingSpill, "The ring owner was over its bound; next worker clockwise"),
        new(DecisionReasons.Random, "Drawn at random"),
        new(DecisionReasons.Turn, "Next in turn"),
        new(DecisionReasons.OnlyCandidate, "Only one worker was left to choose"),
        new(DecisionReasons.Pinned, "An operator's pin sent this test request to this worker"),
        new(DecisionReasons.NoHealthyWorker, "No healthy worker serves the model"),
        new(DecisionReasons.AllFiltered, "The strategy's filters removed every worker"),
        new(DecisionReasons.UnknownModel, "No worker serves the model"),
    ];

    private static readonly FrozenDictionary<string, string> s_text = All.ToFrozenDictionary();

    public static string Of(string reason) => s_text.GetValueOrDefault(reason, reason);

    /// <summary>How the chip looks: cache, load, plain or bad.</summary>
    public static string Kind(string reason) => reason switch
    {
        DecisionReasons.CacheHit or DecisionReasons.MaxScore or DecisionReasons.Session or DecisionReasons.RingOwner => "cache",
        DecisionReasons.LoadSpill or DecisionReasons.RingSpill or DecisionReasons.CacheMiss => "spill",
        DecisionReasons.NoHealthyWorker or DecisionReasons.AllFiltered or DecisionReasons.UnknownModel => "bad",
        _ => "plain",
    };
}
