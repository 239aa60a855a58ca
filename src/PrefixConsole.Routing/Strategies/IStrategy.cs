using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A named way to compose filters, scorers and a picker.</summary>
internal interface IStrategy
{
    StrategyDescriptor Descriptor { get; }

    /// <summary>True when the spec's own filters, scorers and picker are used.</summary>
    bool Composed => false;

    /// <summary>Checks what spans fields; single parameters are known to be valid.</summary>
    void Validate(StrategySpec spec, StrategyParameters parameters, ICollection<SpecError> errors)
    {
    }

    StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context);

    static StrategyPipeline Only(IWorkerPicker picker, params ReadOnlySpan<IServedObserver> observers) => new([], [], picker, [.. observers]);
}
