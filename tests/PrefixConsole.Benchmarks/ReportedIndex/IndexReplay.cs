using System.Diagnostics;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>One round of every measurement on one stream.</summary>
internal sealed class IndexReplay(OperationStream stream, TimeSpan together)
{
    // short work is repeated until it is long enough to time
    private const int FindPasses = 10;
    private const int EventPasses = 10;

    // flips the names of blocks: events of another fleet's blocks on the same index leave the answers, and the sum of them, as they are
    private const ulong OtherBlocks = 0x5555_5555_5555_5555;

    private readonly (int Worker, ulong[] Blocks)[] _otherResident =
        [.. stream.Resident().SelectMany(held => held.Blocks.Select(Other).Chunk(16).Select(blocks => (held.Worker, blocks)))];

    private readonly Operation[] _otherEvents =
        [.. stream.Events.Select(e => e with { Parent = e.Parent is { } parent ? Other(parent) : null, Blocks = [.. e.Blocks.Select(Other)] })];

    public IndexFigures Run()
    {
        var before = Memory.LiveBytes();
        var index = new ReportedPrefixIndex();
        var interleaved = Interleaved(index);
        var bytes = (Memory.LiveBytes() - before) / (double)index.PairCount;
        var eventTime = Cpu(() => EventsFromNothing(0)) / EventPasses;
        var roomyTime = Cpu(() => EventsFromNothing(index.PairCount)) / EventPasses;
        var (findTime, chainedTime) = (Cpu(() => Finds(index)), Cpu(() => ChainedFinds(index)));
        var withWriter = WithWriter(index);
        var twoReaders = TwoReaders(index);
        var finds = (double)stream.Finds.Count * FindPasses;
        return new IndexFigures
        {
            Checksum = interleaved.Checksum,
            ChecksumBesideWriter = withWriter.Checksum,
            Pairs = index.PairCount,
            BytesPerPair = bytes,
            EventsPerSecond = stream.Events.Count / eventTime,
            BlocksPerSecond = stream.EventBlocks / eventTime,
            EventsPerSecondWithRoom = stream.Events.Count / roomyTime,
            BlocksPerSecondWithRoom = stream.EventBlocks / roomyTime,
            FindsPerSecond = finds / findTime,
            FindsPerSecondFromLocals = finds / chainedTime,
            Find = interleaved.Times,
            BlocksPerSecondBesideReader = withWriter.BlocksPerSecond,
            FindBesideWriter = withWriter.Times,
            FindsPerSecondBesideWriter = withWriter.FindsPerSecond,
            FindsPerSecondOfTwo = twoReaders.FindsPerSecond,
            FindOfTwo = twoReaders.Times,
        };
    }

    private static ulong Other(ulong block) => block ^ OtherBlocks;

    private static double Cpu(Action work)
    {
        var started = ThreadClock.Nanoseconds();
        work();
        return (ThreadClock.Nanoseconds() - started) / 1e9;
    }

    private void EventsFromNothing(long expected)
    {
        for (var pass = 0; pass < EventPasses; pass++)
        {
            var index = new ReportedPrefixIndex();
            index.Expect(expected);
            ApplyEvents(index, stream.Events);
        }
    }

    private static void ApplyEvents(ReportedPrefixIndex index, IEnumerable<Operation> events)
    {
        foreach (var step in events)
        {
            Apply(index, step);
        }
    }

    private static void Apply(ReportedPrefixIndex index, Operation step)
    {
        if (step.Kind == OperationKind.Remove)
        {
            index.Remove(step.Worker, step.Blocks);
        }
        else if (!index.Store(step.Worker, step.Parent, step.Blocks))
        {
            throw new UsageException("--ops: a store names a parent its worker does not hold");
        }
    }

    private static long Sum(ReadOnlySpan<int> overlaps)
    {
        var sum = 0L;
        for (var worker = 0; worker < overlaps.Length; worker++)
        {
            sum += (worker + 1L) * overlaps[worker];
        }

        return sum;
    }

    private (long Checksum, Quantiles Times) Interleaved(ReportedPrefixIndex index)
    {
        var overlaps = new int[stream.Workers];
        var times = new List<double>(stream.Finds.Count);
        var checksum = 0L;
        foreach (var step in stream.All)
        {
            if (step.Kind != OperationKind.Find)
            {
                Apply(index, step);
                continue;
            }

            times.Add(Timed(index, step, overlaps));
            checksum += Sum(overlaps);
        }

        return (checksum, new Quantiles(times));
    }

    private void Finds(ReportedPrefixIndex index)
    {
        var overlaps = new int[stream.Workers];
        for (var pass = 0; pass < FindPasses; pass++)
        {
            foreach (var find in stream.Finds)
            {
                index.FindOverlap(find.Blocks, overlaps);
            }
        }
    }

    /// <summary>As if the request came with its blocks hashed one by one, as the recorded index takes it.</summary>
    private void ChainedFinds(ReportedPrefixIndex index)
    {
        var overlaps = new int[stream.Workers];
        var chain = new ulong[stream.Finds.Max(f => f.Blocks.Length)];
        for (var pass = 0; pass < FindPasses; pass++)
        {
            foreach (var find in stream.Finds)
            {
                OperationReader.ChainInto(find.Locals, chain);
                index.FindOverlap(chain.AsSpan(0, find.Locals.Length), overlaps);
            }
        }
    }

    /// <summary>A writer without pause beside a reader without pause. The answers must add up to what they add up to in quiet.</summary>
    private (Quantiles Times, double FindsPerSecond, double BlocksPerSecond, bool Checksum) WithWriter(ReportedPrefixIndex index)
    {
        var done = false;
        var blocks = 0L;
        var writing = TimeSpan.Zero;
        var writer = new Thread(() =>
        {
            var clock = Stopwatch.StartNew();
            while (!Volatile.Read(ref done))
            {
                ApplyEvents(index, _otherEvents);
                foreach (var (worker, held) in _otherResident)
                {
                    index.Remove(worker, held);
                }

                blocks += stream.EventBlocks + _otherResident.Sum(r => (long)r.Blocks.Length);
            }

            writing = clock.Elapsed;
        });
        var quiet = Read(index, TimeSpan.Zero).Sum;
        writer.Start();
        var read = Read(index, together);
        Volatile.Write(ref done, true);
        writer.Join();
        return (read.Times, read.FindsPerSecond, blocks / writing.TotalSeconds, read.Sum == quiet);
    }

    private (Quantiles Times, double FindsPerSecond) TwoReaders(ReportedPrefixIndex index)
    {
        var other = (Times: new Quantiles([0]), FindsPerSecond: 0.0, Sum: 0L);
        var thread = new Thread(() => other = Read(index, together));
        thread.Start();
        var own = Read(index, together);
        thread.Join();
        return (own.Times, own.FindsPerSecond + other.FindsPerSecond);
    }

    /// <summary>Whole passes over all finds until the time is over; at least one.</summary>
    private (Quantiles Times, double FindsPerSecond, long Sum) Read(ReportedPrefixIndex index, TimeSpan atLeast)
    {
        var overlaps = new int[stream.Workers];
        var times = new List<double>();
        var first = 0L;
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass == 0 || clock.Elapsed < atLeast; pass++)
        {
            var sum = 0L;
            foreach (var find in stream.Finds)
            {
                times.Add(Timed(index, find, overlaps));
                sum += Sum(overlaps);
            }

            // a pass that adds up to something else must not hide behind a later one
            first = pass == 0 || first == sum ? sum : -1;
        }

        return (new Quantiles(times), times.Count / clock.Elapsed.TotalSeconds, first);
    }

    private static double Timed(ReportedPrefixIndex index, Operation find, int[] overlaps)
    {
        var started = Stopwatch.GetTimestamp();
        index.FindOverlap(find.Blocks, overlaps);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }
}
