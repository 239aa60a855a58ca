using PrefixConsole.Benchmarks.GatewayLoad.Generators;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>One contender's measurement in one round of one cell, with the CPU time of its processes.</summary>
internal sealed record Figure(string Contender, int Round, LoadResult Load, TimeSpan Cpu)
{
    /// <summary>µs of CPU per request; NaN without requests.</summary>
    public double CpuPerRequest => Load.Requests == 0 ? double.NaN : Cpu.TotalMicroseconds / Load.Requests;
}
