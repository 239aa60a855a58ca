namespace PrefixConsole.Routing.KvEvents;

/// <summary>Blocks of one leading run by the best tier that holds each.</summary>
public readonly record struct TierBlocks(int Gpu, int Cpu = 0, int Disk = 0, int Remote = 0, int Unknown = 0)
{
    public int Total => Gpu + Cpu + Disk + Remote + Unknown;

    /// <summary>The run in units of GPU blocks.</summary>
    public double Weigh(TierWeights weights) =>
        (Gpu * weights.Gpu) + (Cpu * weights.Cpu) + (Disk * weights.Disk) + (Remote * weights.Remote) + (Unknown * weights.Unknown);
}
