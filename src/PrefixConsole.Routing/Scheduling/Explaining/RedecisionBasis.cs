namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>What a decision made again from its record rests on.</summary>
public enum RedecisionBasis
{
    /// <summary>Everything that the strategy looks at was recorded.</summary>
    Record,

    /// <summary>The strategy draws, or takes turns: one of the outcomes it could have had.</summary>
    Chance,

    /// <summary>Something that the strategy looks at besides was not recorded; see <see cref="Redecision.Missing"/>.</summary>
    Partial,
}
