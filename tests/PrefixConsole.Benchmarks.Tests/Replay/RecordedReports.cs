using PrefixConsole.Benchmarks.Replay;

namespace PrefixConsole.Benchmarks.Tests.Replay;

/// <summary>What a cache holds by its own reports; refuses a report that contradicts the ones before.</summary>
internal sealed class RecordedReports : IBlockReports
{
    public HashSet<ulong> Resident { get; } = [];

    public void Stored(ulong? parent, ReadOnlySpan<ulong> blocks)
    {
        Assert.True(parent is not { } above || Resident.Contains(above));
        foreach (var block in blocks)
        {
            Assert.True(Resident.Add(block));
        }
    }

    public void Removed(ReadOnlySpan<ulong> blocks)
    {
        foreach (var block in blocks)
        {
            Assert.True(Resident.Remove(block));
        }
    }
}
