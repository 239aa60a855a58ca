using System.Collections.Immutable;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A compiled strategy: filters, then weighted scorers, then a picker, and those of its parts that learn.</summary>
internal sealed record StrategyPipeline(
    ImmutableArray<IWorkerFilter> Filters,
    ImmutableArray<(IWorkerScorer Scorer, float Weight)> Scorers,
    IWorkerPicker Picker,
    ImmutableArray<IServedObserver> Observers) : ILeaseFollower
{
    /// <summary>Parts that follow requests from their dispatch on.</summary>
    public ImmutableArray<IDispatchObserver> Dispatch { get; init; } = [];

    /// <summary>What of a prompt is kept as its key on a hash ring: what this strategy goes by, else what consistent-hash would by default.</summary>
    public RingHead Head => Picker is HashRingPicker ring ? ring.Head : RingHead.Default;

    public void OnEnded(object request, Worker worker)
    {
        foreach (var observer in Dispatch)
        {
            observer.OnEnded((RoutingRequest)request, worker);
        }
    }
}
