namespace PrefixConsole.Routing.KvEvents;

/// <summary>What a block in each tier is worth against one in GPU memory, 0 to 1.</summary>
/// <remarks>
/// GPU 1.0 and CPU 0.8 are llm-d's; Dynamo takes 0.75 for host memory and 0.25 for disk and external stores. A tier with an unknown name
/// counts nothing unless the operator says so: llm-d counts it as GPU.
/// </remarks>
public sealed record TierWeights
{
    public static TierWeights Default { get; } = new();

    public double Gpu { get; init; } = 1;

    public double Cpu { get; init; } = 0.8;

    public double Disk { get; init; } = 0.25;

    public double Remote { get; init; } = 0.25;

    public double Unknown { get; init; }
}
