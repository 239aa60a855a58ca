namespace PrefixConsole.Routing.Pickers;

/// <summary>Parameters of <see cref="DeepestHolderPicker"/>.</summary>
internal sealed record DeepestHolderRule
{
    /// <summary>A hit needs matched ÷ total blocks strictly above this.</summary>
    public double CacheThreshold { get; init; } = 0.3;

    /// <summary>Margin of the balance gate in requests.</summary>
    public double BalanceAbs { get; init; } = 64;

    /// <summary>Factor of the balance gate.</summary>
    public double BalanceRel { get; init; } = 1.5;

    /// <summary>True: the gate compares the fleet's most and least loaded; false: the chosen holder with the mean.</summary>
    public bool FleetGate { get; init; }

    /// <summary>True: the holder that served the prefix last; false: the least loaded holder.</summary>
    public bool LastHolder { get; init; }

    /// <summary>Spread of KV usage above which affinity is given up; 1 never.</summary>
    public double KvSpread { get; init; } = 1;

    /// <summary>KV usage of any worker above which affinity is given up; 1 never.</summary>
    public double KvCeiling { get; init; } = 1;
}
