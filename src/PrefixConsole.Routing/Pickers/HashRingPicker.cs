using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Pickers;

/// <summary>
/// Consistent hashing with bounded load over the head of the prompt (KubeAI's PrefixHash; GIE proposal 602).
/// </summary>
/// <remarks>
/// Key: chained hash of the last full block within the head; a shorter prompt: its last block; no block at all: the seed of its
/// namespace. From the key clockwise, the first candidate with load ≤ ((total + 1) ÷ n) × bound, where load is its requests in flight
/// and n the candidates; an idle fleet meets every bound; all over: the first candidate met, the owner.
/// </remarks>
internal sealed class HashRingPicker(int points, double bound, RingHead head) : IWorkerPicker
{
    private readonly HashRing _ring = new(points);

    public string Name => PickerNames.HashRing;

    public RingHead Head => head;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        // 4 KB of stack: candidate of each slot, plus one, so that 0 means none.
        Span<int> bySlot = stackalloc int[WorkerRegistry.MaxWorkers];
        long total = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            var worker = candidates[i].Worker;
            _ring.Ensure(worker);
            bySlot[worker.Slot] = i + 1;
            total += candidates[i].InFlight;
        }

        var owner = -1;
        var position = _ring.Find(KeyOf(request));
        for (var step = 0; step < _ring.Length; step++)
        {
            var candidate = bySlot[_ring.SlotAt(position)] - 1;
            position = position + 1 == _ring.Length ? 0 : position + 1;
            if (candidate < 0)
            {
                continue;
            }

            owner = owner < 0 ? candidate : owner;
            if (IsWithinBound(candidates[candidate].InFlight, total, candidates.Length, bound))
            {
                return candidate == owner
                    ? new PickResult(owner, DecisionReasons.RingOwner)
                    : new PickResult(candidate, DecisionReasons.RingSpill, "owner over its bound");
            }
        }

        return new PickResult(owner, DecisionReasons.RingOwner, "all over their bound");
    }

    internal static bool IsWithinBound(int load, long total, int workers, double bound) =>
        total == 0 || load <= (double)(total + 1) / workers * bound;

    internal ulong KeyOf(RoutingRequest request) => request.RecordedRingKey is not 0 and var recorded ? recorded : head.KeyOf(request);
}
