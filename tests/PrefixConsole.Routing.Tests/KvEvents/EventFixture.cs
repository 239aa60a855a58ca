using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>A feed of one worker over its own index, and the events an engine sends.</summary>
internal sealed class EventFixture
{
    private ulong _fingerprint = 1;

    public EventFixture(int blockTokens = 4, int? kvBlocks = null)
    {
        Registry = new WorkerRegistry(Time);
        Worker = Registry.AddReady(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://w1"), Models = ["m"], KvBlocks = kvBlocks });
        Caches = new ReportedCaches(Index, blockTokens, Time);
        Feed = Caches.Open(Worker, 0)!;
        BlockTokens = blockTokens;
    }

    public FakeTimeProvider Time { get; } = new();

    public WorkerRegistry Registry { get; }

    public Worker Worker { get; }

    public ReportedPrefixIndex Index { get; } = new();

    public ReportedCaches Caches { get; }

    public KvEventFeed Feed { get; }

    public int BlockTokens { get; }

    public KvTrust Trust => Feed.Trust.Trust;

    /// <summary>A live batch of one event.</summary>
    public KvReceipt Send(ulong sequence, Action<KvEventFeed> events, ulong? fingerprint = null)
    {
        var receipt = Feed.Receive(sequence, fingerprint ?? _fingerprint++);
        if (receipt == KvReceipt.Apply)
        {
            events(Feed);
            Feed.EndBatch();
        }

        return receipt;
    }

    /// <summary>A replayed batch.</summary>
    public KvReceipt Replay(ulong sequence, Action<KvEventFeed> events, ulong? fingerprint = null)
    {
        var receipt = Feed.ReceiveReplayed(sequence, fingerprint ?? _fingerprint++);
        if (receipt == KvReceipt.Apply)
        {
            events(Feed);
            Feed.EndBatch();
        }

        return receipt;
    }

    /// <summary>Events without any numbers.</summary>
    public void Apply(Action<KvEventFeed> events)
    {
        Feed.Receive(null, 0);
        events(Feed);
        Feed.EndBatch();
    }

    public static Action<KvEventFeed> Stored(
        ulong[] hashes, ulong? parent, int[] tokens, int blockSize, CacheTier tier = CacheTier.Gpu, string? adapter = null,
        int? group = null, string? kind = null, bool extra = false, string? salt = null) => feed => feed.OnEvent(new KvEvent
        {
            Kind = KvEventKind.Stored,
            EngineHashes = hashes,
            Parent = parent,
            Tokens = tokens,
            BlockSize = blockSize,
            Tier = tier,
            Adapter = adapter,
            Group = group,
            GroupKind = kind,
            HasExtraKeys = extra,
            CacheSalt = salt,
        });

    public static Action<KvEventFeed> Removed(ulong[] hashes, CacheTier tier = CacheTier.Gpu, int? group = null) => feed => feed.OnEvent(new KvEvent
    {
        Kind = KvEventKind.Removed,
        EngineHashes = hashes,
        Tier = tier,
        Group = group,
    });

    public static Action<KvEventFeed> Cleared() => feed => feed.OnEvent(new KvEvent { Kind = KvEventKind.Cleared });

    public static int[] Tokens(int count, int from = 1) => [.. Enumerable.Range(from, count)];

    /// <summary>What the worker is said to hold of a prompt.</summary>
    public ReportedOverlap Overlap(int[] tokens, string adapter = "", string salt = "")
    {
        var blocks = PrefixHasher.HashTokens(tokens, ReportedNamespace.Of(adapter, salt), BlockTokens, []).Hashes;
        var slots = new int[Caches.Slots];
        Caches.FindOverlap(blocks, slots);
        return Caches.Resolve(Worker.Slot, blocks, slots);
    }

    public int Blocks(int[] tokens) => Overlap(tokens).Blocks;
}
