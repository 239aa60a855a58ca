namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>A recorded stream of finds and events, in order.</summary>
internal sealed class OperationStream(List<Operation> operations)
{
    public List<Operation> All => operations;

    public List<Operation> Finds { get; } = operations.FindAll(o => o.Kind == OperationKind.Find);

    public List<Operation> Events { get; } = operations.FindAll(o => o.Kind != OperationKind.Find);

    public int Workers { get; } = operations.Max(o => o.Worker) + 1;

    public long EventBlocks { get; } = operations.Sum(o => o.Kind == OperationKind.Find ? 0L : o.Blocks.Length);

    /// <summary>What every worker holds after the last event, in no order: computed with plain sets.</summary>
    public IEnumerable<(int Worker, HashSet<ulong> Blocks)> Resident()
    {
        var held = new Dictionary<int, HashSet<ulong>>();
        foreach (var step in Events)
        {
            var blocks = held.TryGetValue(step.Worker, out var known) ? known : held[step.Worker] = [];
            if (step.Kind == OperationKind.Store)
            {
                blocks.UnionWith(step.Blocks);
            }
            else
            {
                blocks.ExceptWith(step.Blocks);
            }
        }

        return held.Select(pair => (pair.Key, pair.Value));
    }
}
