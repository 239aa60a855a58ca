namespace PrefixConsole.Routing.Scorers;

/// <summary>Weights of Dynamo's cost, with its defaults.</summary>
internal sealed record DynamoWeights
{
    /// <summary>Prefill blocks saved per block in GPU memory; 0 or more.</summary>
    public double OverlapCredit { get; init; } = 1;

    /// <summary>How fast the credit falls with the worker's prefill load above the least loaded; 0: not at all.</summary>
    public double CreditDecay { get; init; }

    /// <summary>Weight of a block to prefill against one to decode.</summary>
    public double PrefillScale { get; init; } = 1;

    /// <summary>Blocks that every active request counts for besides its own.</summary>
    public double ActiveRequest { get; init; }

    /// <summary>Credit per block that a shared cache holds beyond the worker's own GPU blocks.</summary>
    public double SharedCache { get; init; }

    /// <summary>Credit per block in host memory.</summary>
    public double Host { get; init; } = 0.75;

    /// <summary>Credit per block on disk or in an external store.</summary>
    public double Disk { get; init; } = 0.25;
}
