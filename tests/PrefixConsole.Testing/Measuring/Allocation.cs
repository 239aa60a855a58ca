namespace PrefixConsole.Testing.Measuring;

/// <summary>What work allocates on the calling thread.</summary>
public static class Allocation
{
    private const int Tries = 1000;

    /// <summary>
    /// Heap bytes, exact. A collection takes back what was left of the thread's piece of the heap, and the runtime counts that as
    /// allocated (up to 8 KB): work that a collection met is done again, so it must come out the same each time.
    /// </summary>
    /// <exception cref="InvalidOperationException">A collection met every one of a thousand tries.</exception>
    public static long Of(Action work)
    {
        for (var i = 0; i < Tries; i++)
        {
            var collections = GC.CollectionCount(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) == collections)
            {
                return bytes;
            }
        }

        throw new InvalidOperationException($"a collection met each of {Tries} tries; measure less work at a time");
    }
}
