using System.Globalization;
using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>
/// A fleet in use: ready workers with loads and metrics, and sessions whose prefixes both indexes hold. Every session shares the head
/// of one of <see cref="Families"/> system prompts, is held by one worker, its head by several, and asks with a prompt of
/// <see cref="PromptTokens"/> tokens that goes on after what is held.
/// </summary>
internal sealed class LoadedFleet
{
    public const int BlockTokens = 16;
    public const int PromptTokens = 32 * 1024;
    public const int PromptBlocksCount = PromptTokens / BlockTokens;
    public const int Families = 20;
    public const int HeadBlocks = 128;
    public const int DefaultSessions = 2000;

    private const string Model = "bench";

    private readonly Queue<LoadLease> _inFlight = new();
    private int _next;

    public LoadedFleet(int workers, StrategySpec spec, int sessions = DefaultSessions, int seed = 1)
    {
        var random = new Random(seed);
        Registry = new WorkerRegistry(TimeProvider.System);
        for (var i = 0; i < workers; i++)
        {
            AddWorker(i, random);
        }

        Strategies = new StrategyStore(new StrategyCatalog(), TimeProvider.System, spec, seed);
        Scheduler = new RequestScheduler(Registry, Predicted, new TrustedIndex(Reported), Strategies, TimeProvider.System, TimeSpan.FromDays(1));
        var heads = Enumerable.Range(0, Families).Select(_ => Hashes(random, HeadBlocks)).ToArray();
        Requests = new RoutingRequest[sessions];
        for (var session = 0; session < sessions; session++)
        {
            ulong[] hashes = [.. heads[session % Families], .. Hashes(random, PromptBlocksCount - HeadBlocks)];
            Hold(random.Next(workers), hashes.AsSpan(0, random.Next(PromptBlocksCount / 2, PromptBlocksCount)));
            Requests[session] = CreateRequest(session, hashes);
        }

        // Standing load: about four requests per worker, given back one for each new one.
        for (var i = 0; i < 4 * workers; i++)
        {
            _inFlight.Enqueue(Registry.Workers[random.Next(workers)].Load.Acquire(PromptTokens, random.Next(PromptTokens)));
        }
    }

    public WorkerRegistry Registry { get; }

    public ApproximatePrefixTree Predicted { get; } = new(TimeProvider.System, 1L << 32);

    public ReportedPrefixIndex Reported { get; } = new();

    public StrategyStore Strategies { get; }

    public RequestScheduler Scheduler { get; }

    public RoutingRequest[] Requests { get; }

    public RoutingRequest NextRequest() => Requests[_next = _next + 1 == Requests.Length ? 0 : _next + 1];

    /// <summary>Ends the oldest request in flight, so that the fleet's load stays as it is.</summary>
    public void EndOldest() => _inFlight.Dequeue().Dispose();

    public void Begin(LoadLease lease) => _inFlight.Enqueue(lease);

    private static ulong[] Hashes(Random random, int count)
    {
        var hashes = new ulong[count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(hashes.AsSpan()));
        return hashes;
    }

    private static PromptBlocks Blocks(ulong[] hashes) =>
        new() { Hashes = hashes, Unit = PrefixUnit.Tokens, BlockSize = BlockTokens, TotalUnits = hashes.Length * BlockTokens };

    private static RoutingRequest CreateRequest(int session, ulong[] hashes)
    {
        var blocks = Blocks(hashes);
        return new RoutingRequest
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"request-{session}"),
            Model = Model,
            Namespace = new PrefixNamespace(Model, Tenant: "default"),
            Blocks = blocks,
            TokenBlocks = blocks,
            PromptTokens = PromptTokens,
            SessionKey = string.Create(CultureInfo.InvariantCulture, $"session-{session}"),
        };
    }

    private void Hold(int worker, ReadOnlySpan<ulong> hashes)
    {
        var slot = Registry.Workers[worker].Slot;
        Predicted.Insert(slot, Blocks(hashes.ToArray()), Model);
        Reported.Store(slot, null, hashes);
    }

    private void AddWorker(int index, Random random)
    {
        var worker = Registry.Add(new WorkerConfig
        {
            Id = new WorkerId(string.Create(CultureInfo.InvariantCulture, $"worker-{index}")),
            Address = new Uri("http://127.0.0.1:9"),
            Models = [Model],
        })!;
        Registry.SetStatus(worker, WorkerStatus.Ready, "bench");
        worker.SetMetrics(new WorkerMetrics(
            random.Next(8), random.Next(32), random.NextDouble() * 0.9, 16_384, BlockTokens, null, null, TimeProvider.System.GetTimestamp()));
    }
}
