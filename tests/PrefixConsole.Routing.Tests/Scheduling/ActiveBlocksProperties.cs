using CsCheck;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

/// <summary>Random dispatches and ends against sets counted anew each time.</summary>
public sealed class ActiveBlocksProperties
{
    [Fact]
    public void RandomRequests_CountSharedBlocksOnce() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var random = new Random(seed);
            var registry = new WorkerRegistry(TimeProvider.System);
            var workers = new[] { registry.AddReady("a"), registry.AddReady("b") };
            var active = new ActiveBlocks();
            var running = new List<(Worker Worker, RoutingRequest Request)>();
            for (var step = 0; step < 60; step++)
            {
                if (running.Count > 0 && random.Next(2) == 0)
                {
                    var at = random.Next(running.Count);
                    active.OnEnded(running[at].Request, running[at].Worker);
                    running.RemoveAt(at);
                }
                else
                {
                    var worker = workers[random.Next(2)];
                    var request = Request(random);
                    active.OnDispatched(request, worker);
                    running.Add((worker, request));
                }

                foreach (var worker in workers)
                {
                    Compare(active, worker, [.. running.Where(r => r.Worker == worker).Select(r => r.Request)]);
                }
            }
        },
        iter: 50,
        threads: 1);

    /// <summary>A dispatch may still name the worker that had the slot before: its slot changes hands twice, and what ran before that is gone.</summary>
    [Fact]
    public void SlotThatChangesHandsAndBack_ForgetsWhatRanBefore()
    {
        var registry = new WorkerRegistry(TimeProvider.System);
        var first = registry.AddReady("a");
        registry.Remove(first.Id);
        var second = registry.AddReady("b");
        Assert.Equal(first.Slot, second.Slot);
        var random = new Random(1);
        var (before, between, after) = (Request(random), Request(random), Request(random));
        var active = new ActiveBlocks();
        active.OnDispatched(before, first);
        active.OnDispatched(between, second);
        active.OnDispatched(after, first);

        active.OnEnded(before, first);
        active.OnEnded(between, second);

        Compare(active, first, [after]);
        active.OnEnded(after, first);
        Compare(active, first, []);
    }

    private static void Compare(ActiveBlocks active, Worker worker, RoutingRequest[] requests)
    {
        var blocks = requests.SelectMany(r => r.TokenBlocks.Hashes).Distinct().Count();
        var tails = requests.Count(r => r.PromptTokens % 16 != 0);
        Assert.Equal(16.0 * (blocks + tails), active.TokensOf(worker), 6);
        var overlap = new int[8];
        foreach (var request in requests)
        {
            active.FindOverlap(request.TokenBlocks.Hashes, overlap);
            Assert.Equal(request.TokenBlocks.Count, overlap[worker.Slot]);
        }
    }

    /// <summary>One of three chains, of random length.</summary>
    private static RoutingRequest Request(Random random)
    {
        var count = random.Next(1, 6);
        return new RoutingRequest
        {
            Id = "r",
            Model = TestRequest.Model,
            Namespace = new PrefixNamespace(TestRequest.Model),
            Blocks = PromptBlocks.Empty,
            TokenBlocks = TestRequest.Blocks(count, 100 * (ulong)random.Next(1, 4), PrefixUnit.Tokens, 16),
            PromptTokens = (16 * count) + random.Next(2),
        };
    }
}
