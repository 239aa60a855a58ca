using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>Payload to index on one thread, without sockets and queues: what a core can do at most.</summary>
internal static class ApplyAlone
{
    /// <summary>Million blocks stored per second of CPU, decoding alone and decoding and applying.</summary>
    public static async Task<(double Decoding, double Applying)> MeasureAsync(int workers, int rounds)
    {
        var sets = Enumerable.Range(0, workers).Select(w => new BatchSet(w)).ToArray();
        var index = new ReportedPrefixIndex();
        await using var side = new IngestSide(index);
        var feeds = Enumerable.Range(0, workers).Select(w => side.Caches.Open(side.Add(w, null), 0)!).ToArray();
        var decoders = feeds.Select(_ => new KvEventDecoder()).ToArray();
        index.Expect((long)workers * BatchSet.Held * BatchSet.Blocks);
        var sink = new Micro.CountingSink();
        double Measure(long from, bool apply)
        {
            var start = ThreadClock.Nanoseconds();
            for (var round = from; round < from + rounds; round++)
            {
                for (var w = 0; w < workers; w++)
                {
                    if (apply)
                    {
                        Apply(feeds[w], decoders[w], round, sets[w].Payload(round));
                    }
                    else
                    {
                        decoders[w].TryDecode(sets[w].Payload(round), sink, out _);
                    }
                }
            }

            return (double)rounds * workers * BatchSet.Blocks / (ThreadClock.Nanoseconds() - start) * 1e3;
        }

        // until the code is compiled as it stays and the caches are full
        Measure(0, apply: false);
        Measure(0, apply: true);
        var decoding = Measure(rounds, apply: false);
        var applying = Measure(rounds, apply: true);
        side.RequireNothingLost();
        return (decoding, applying);
    }

    private static void Apply(KvEventFeed feed, KvEventDecoder decoder, long round, byte[] payload)
    {
        if (feed.Receive((ulong)round, KvFeedLane.Fingerprint(payload)) == KvReceipt.Apply)
        {
            decoder.TryDecode(payload, feed, out _);
            feed.EndBatch();
        }
    }
}
