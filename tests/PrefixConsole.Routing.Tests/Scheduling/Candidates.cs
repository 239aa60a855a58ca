using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

/// <summary>Candidates for testing one rule by itself.</summary>
internal static class Candidates
{
    private static readonly WorkerState s_ready = new(WorkerStatus.Ready, "test", DateTimeOffset.UnixEpoch);

    public static WorkerCandidate One(
        int index, int inFlight = 0, int predicted = 0, int? waiting = null, int? running = null, double? kv = null, long pending = 0, long processed = 0, int reported = 0) => new()
        {
            Worker = new Worker(TestFleet.Config($"w{index}"), index, s_ready),
            Index = index,
            PredictedBlocks = predicted,
            Reported = new ReportedOverlap(KvTrust.Trusted, new TierBlocks(reported)),
            InFlight = inFlight,
            Processed = processed,
            PendingPrefillTokens = pending,
            Waiting = waiting,
            Running = running,
            KvUsage = kv,
        };

    public static WorkerCandidate[] Of<T>(IReadOnlyList<T> values, Func<int, T, WorkerCandidate> create)
    {
        var candidates = new WorkerCandidate[values.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = create(i, values[i]);
        }

        return candidates;
    }

    public static WorkerCandidate[] InFlight(params int[] loads) => Of(loads, (i, load) => One(i, inFlight: load));

    public static (float[] Raw, float[] Scores) Score(this IWorkerScorer scorer, WorkerCandidate[] candidates, RoutingRequest? request = null)
    {
        var raw = new float[candidates.Length];
        var scores = new float[candidates.Length];
        scorer.Score(request ?? TestRequest.Create(), candidates, raw, scores);
        return (raw, scores);
    }

    public static void AreClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-3f);
        }
    }

    public static string[] Keep(this IWorkerFilter filter, WorkerCandidate[] candidates, RoutingRequest? request = null)
    {
        var copy = candidates.ToArray();
        var kept = filter.Filter(request ?? TestRequest.Create(), copy);
        return [.. copy.Take(kept).Select(candidate => candidate.Worker.Id.Value)];
    }
}
