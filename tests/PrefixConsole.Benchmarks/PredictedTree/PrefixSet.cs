using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>
/// What any index that forgets nothing must match on a first pass, whoever serves what: per request the leading ids whose prefix an earlier
/// request had. Counted from the ids alone, without the hashes and the tree that it checks.
/// </summary>
internal static class PrefixSet
{
    /// <summary>Matched ids of each request.</summary>
    public static int[] Matched(IReadOnlyList<TraceRequest> trace)
    {
        // a prefix is named by the number of the prefix before it, 0 for none, and its last id
        var prefixes = new Dictionary<(int Before, long Id), int>();
        var matched = new int[trace.Count];
        for (var i = 0; i < matched.Length; i++)
        {
            var before = 0;
            foreach (var id in trace[i].Blocks)
            {
                var number = prefixes.Count + 1;
                if (prefixes.TryAdd((before, id), number))
                {
                    before = number;
                }
                else
                {
                    before = prefixes[(before, id)];
                    matched[i]++;
                }
            }
        }

        return matched;
    }
}
