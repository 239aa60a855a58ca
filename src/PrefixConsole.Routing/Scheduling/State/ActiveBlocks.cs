using System.Runtime.InteropServices;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>Blocks of the prompts that run on each worker now, a block that several of them share counted once. Thread-safe.</summary>
/// <remarks>Source: Dynamo's active sequences. Followed only while a strategy asks for it: requests dispatched before count nothing.</remarks>
internal sealed class ActiveBlocks : IDispatchObserver
{
    private readonly Lock _gate = new();
    private readonly ReportedPrefixIndex _index = new();
    private readonly Dictionary<int, Running> _bySlot = [];
    private readonly List<ulong> _ended = [];

    public void OnDispatched(RoutingRequest request, Worker worker)
    {
        lock (_gate)
        {
            if (!_bySlot.TryGetValue(worker.Slot, out var running) || running.Worker != worker)
            {
                // what still runs on the worker that had the slot before is no longer counted
                _index.Clear(worker.Slot);
                _bySlot[worker.Slot] = running = new Running(worker);
            }

            if (running.Requests.Add(request))
            {
                Add(running, BlockView.Of(request));
            }
        }
    }

    public void OnEnded(RoutingRequest request, Worker worker)
    {
        lock (_gate)
        {
            // a request of before the slot changed hands is no longer counted
            if (_bySlot.TryGetValue(worker.Slot, out var running) && running.Requests.Remove(request))
            {
                Release(running, BlockView.Of(request));
            }
        }
    }

    /// <summary>Leading blocks of a prompt that are active, by slot.</summary>
    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => _index.FindOverlap(blocks, overlapBySlot);

    /// <summary>Tokens of a worker's active blocks, unfinished ones as full ones.</summary>
    public double TokensOf(Worker worker)
    {
        lock (_gate)
        {
            return _bySlot.TryGetValue(worker.Slot, out var running) && running.Worker == worker ? running.Tokens : 0;
        }
    }

    private void Add(Running running, in BlockView blocks)
    {
        foreach (var hash in blocks.Hashes)
        {
            ref var uses = ref CollectionsMarshal.GetValueRefOrAddDefault(running.Uses, hash, out var known);
            uses++;
            running.Tokens += known ? 0 : blocks.BlockTokens;
        }

        running.Tokens += blocks.TailTokens;
        _index.Store(running.Worker.Slot, null, blocks.Hashes);
    }

    private void Release(Running running, in BlockView blocks)
    {
        _ended.Clear();
        foreach (var hash in blocks.Hashes)
        {
            ref var uses = ref CollectionsMarshal.GetValueRefOrNullRef(running.Uses, hash);
            if (--uses == 0)
            {
                running.Uses.Remove(hash);
                running.Tokens -= blocks.BlockTokens;
                _ended.Add(hash);
            }
        }

        running.Tokens -= blocks.TailTokens;
        _index.Remove(running.Worker.Slot, CollectionsMarshal.AsSpan(_ended));
        if (running.Uses.Count == 0)
        {
            // sums of fractions do not come back to zero by themselves
            running.Tokens = Math.Max(0, Math.Round(running.Tokens, 6));
        }
    }

    private sealed class Running(Worker worker)
    {
        public Worker Worker { get; } = worker;

        public HashSet<RoutingRequest> Requests { get; } = new(ReferenceEqualityComparer.Instance);

        public Dictionary<ulong, int> Uses { get; } = [];

        public double Tokens { get; set; }
    }
}
