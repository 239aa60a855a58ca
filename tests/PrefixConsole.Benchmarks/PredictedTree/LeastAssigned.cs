namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>
/// The choice of a worker, so cheap and plain that it adds nothing to the figures and every run repeats it: the deepest overlap; among
/// equals the worker with the fewest prompts so far, then the lowest slot.
/// </summary>
internal sealed class LeastAssigned(int workers)
{
    private readonly int[] _assigned = new int[workers];

    public int Choose(ReadOnlySpan<int> overlaps)
    {
        var best = 0;
        for (var slot = 1; slot < overlaps.Length; slot++)
        {
            if (overlaps[slot] > overlaps[best] || (overlaps[slot] == overlaps[best] && _assigned[slot] < _assigned[best]))
            {
                best = slot;
            }
        }

        _assigned[best]++;
        return best;
    }
}
