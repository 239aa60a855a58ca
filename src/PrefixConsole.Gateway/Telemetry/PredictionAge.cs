using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// How old what a decision predicted of a worker's cache was: the last request with the same head that was sent there. Blocks beyond the head may be
/// of another request, and older.
/// </summary>
public sealed record PredictionAge
{
    public required WorkerId Worker { get; init; }

    public required PredictionAgeState State { get; init; }

    /// <summary>Leading blocks of the prompt that the decision's key names; 0 when it kept none.</summary>
    public int HeadBlocks { get; init; }

    /// <summary>From when that request was sent there to the decision, 0 or more; null unless <see cref="PredictionAgeState.Found"/>, <see cref="PredictionAgeState.SameSession"/> or <see cref="PredictionAgeState.Unanswered"/>.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Id of that request; null as <see cref="Age"/> is.</summary>
    public string? By { get; init; }

    /// <summary>
    /// Requests like it that were sent there after it, not known to have been answered by then: the tree learns of a request when its
    /// answer begins. Of those that are <see cref="PredictionAgeState.Unanswered"/> all but the newest.
    /// </summary>
    public int Since { get; init; }

    /// <summary>Of <see cref="PredictionAgeState.NotKept"/>: requests sent there before of the same model and tenant whose keys name a head of another length, so that they cannot be compared.</summary>
    public int OtherHeads { get; init; }

    /// <summary>Of <see cref="PredictionAgeState.NotKept"/>: how long before the decision the oldest that was looked at was made; null when there was none.</summary>
    public TimeSpan? Reach { get; init; }
}
