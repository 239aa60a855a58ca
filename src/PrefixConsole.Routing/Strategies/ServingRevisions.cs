using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Strategies;

/// <summary>What decides at a moment: the active revision, and a trial beside it. Immutable; a request reads it once.</summary>
internal sealed class ServingRevisions
{
    public ServingRevisions(StrategyRevision active, StrategyTrial? trial)
    {
        (Active, Trial) = (active, trial);
        Followers = trial is null
            ? active.Pipeline
            : active.Pipeline with
            {
                // The state of both is of the fleet: what one strategy sends somewhere is load and cache to the other too. What they share
                // hears of a request once.
                Observers = [.. active.Pipeline.Observers.Union<IServedObserver>(trial.Revision.Pipeline.Observers, ReferenceEqualityComparer.Instance)],
                Dispatch = [.. active.Pipeline.Dispatch.Union<IDispatchObserver>(trial.Revision.Pipeline.Dispatch, ReferenceEqualityComparer.Instance)],
            };
    }

    public StrategyRevision Active { get; }

    public StrategyTrial? Trial { get; }

    /// <summary>Its observers are those of all that decide.</summary>
    public StrategyPipeline Followers { get; }

    /// <remarks>A pinned request is never of the trial: it would count there, and neither side chose.</remarks>
    public StrategyRevision For(RoutingRequest request) =>
        Trial is { } trial && request.Pinned is null && trial.Takes(request) ? trial.Revision : Active;
}
