namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>What the checksum of a stream must be, from one set of blocks per worker.</summary>
internal static class NaiveIndex
{
    public static long Checksum(OperationStream stream)
    {
        var held = Enumerable.Range(0, stream.Workers).Select(_ => new HashSet<ulong>()).ToArray();
        var checksum = 0L;
        foreach (var step in stream.All)
        {
            switch (step.Kind)
            {
                case OperationKind.Store:
                    held[step.Worker].UnionWith(step.Blocks);
                    break;
                case OperationKind.Remove:
                    held[step.Worker].ExceptWith(step.Blocks);
                    break;
                default:
                    checksum += held.Select((blocks, worker) => (worker + 1L) * step.Blocks.TakeWhile(blocks.Contains).Count()).Sum();
                    break;
            }
        }

        return checksum;
    }
}
