namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>What a <see cref="FlipPoint"/> changes.</summary>
public enum FlipKind
{
    /// <summary>The weight of a scorer.</summary>
    Weight,

    /// <summary>More requests at the worker that won, or fewer at one that lost.</summary>
    Load,

    /// <summary>More of the prompt cached at a worker that lost.</summary>
    Cache,
}
