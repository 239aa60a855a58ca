using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Storage.Fleet;

/// <summary>
/// <see cref="SampleFacts"/> as bytes: version, number of buckets, sums, then each histogram as pairs of distance to the last bucket that has
/// any and count, then the requests by model, the good ones, and single workers. A minute without traffic takes twelve bytes, a busy one about a
/// hundred and thirty, and about twenty more for each worker and its name.
/// </summary>
/// <remarks>
/// Counts by model came later, behind all else, those of good requests behind them, and the workers behind those: older bytes end before, and
/// older versions do not read so far.
/// </remarks>
internal static class SampleFactsCodec
{
    private const byte Version = 1;
    private const double Tenths = 10;
    private const double Thousandths = 1000;

    public static byte[] Pack(SampleFacts facts, IReadOnlyList<WorkerSample>? workers = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write7BitEncodedInt(LatencyBuckets.Count);
        foreach (var sum in (long[])[facts.ServerFailures, facts.Prompt, facts.Available, facts.Captured, facts.Reporting, facts.Delivered])
        {
            writer.Write7BitEncodedInt64(sum);
        }

        Write(writer, facts.FirstToken);
        Write(writer, facts.InterToken);
        Write(writer, facts.Duration);
        if ((facts.Models ?? (facts.Good is null ? null : [])) is { } models)
        {
            Write(writer, models);
        }

        if (facts.Good is { } good)
        {
            writer.Write7BitEncodedInt(good);
            if (workers is { Count: > 0 })
            {
                Write(writer, workers);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Null for bytes that this version cannot read: such a sample has its columns only.</summary>
    public static SampleFacts? Unpack(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            return ReadFacts(reader);
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            return null;
        }
    }

    /// <summary>One worker of a sample that ended then; null when it is not kept there, or the bytes cannot be read.</summary>
    public static WorkerSample? Find(byte[] bytes, string worker, long at)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            return ReadFacts(reader) is null || IsAtEnd(reader) ? null : FindWorker(reader, worker, at);
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            return null;
        }
    }

    private static SampleFacts? ReadFacts(BinaryReader reader)
    {
        if (reader.ReadByte() != Version || reader.Read7BitEncodedInt() != LatencyBuckets.Count)
        {
            return null;
        }

        return new SampleFacts
        {
            ServerFailures = (int)reader.Read7BitEncodedInt64(),
            Prompt = reader.Read7BitEncodedInt64(),
            Available = reader.Read7BitEncodedInt64(),
            Captured = reader.Read7BitEncodedInt64(),
            Reporting = reader.Read7BitEncodedInt64(),
            Delivered = reader.Read7BitEncodedInt64(),
            FirstToken = Read(reader),
            InterToken = Read(reader),
            Duration = Read(reader),
            Models = ReadModels(reader),
            Good = IsAtEnd(reader) ? null : reader.Read7BitEncodedInt(),
        };
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<WorkerSample> workers)
    {
        writer.Write7BitEncodedInt(Math.Min(workers.Count, WorkerSample.MostInSample));
        foreach (var worker in workers.Take(WorkerSample.MostInSample))
        {
            writer.Write(worker.Worker);
            writer.Write7BitEncodedInt(worker.Seconds);
            writer.Write7BitEncodedInt64((long)Math.Round(worker.InFlight * Tenths));
            Write(writer, worker.Waiting);
            Write(writer, worker.KvUsage is { } share && double.IsFinite(share) ? (long)Math.Round(Math.Clamp(share, 0, 1) * Thousandths) : null);
            writer.Write7BitEncodedInt64(worker.PredictedTokens);
            Write(writer, worker.ReportedTokens);
            Write(writer, worker.CapacityTokens);
            Write(writer, worker.RemovedBlocks);
        }
    }

    // Not known is 0, and all that is known is one more than it is.
    private static void Write(BinaryWriter writer, long? value) => writer.Write7BitEncodedInt64(value + 1 ?? 0);

    private static long? ReadKnown(BinaryReader reader) => reader.Read7BitEncodedInt64() is var value and not 0 ? value - 1 : null;

    private static WorkerSample? FindWorker(BinaryReader reader, string name, long at)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > WorkerSample.MostInSample)
        {
            throw new FormatException("more workers than are kept");
        }

        for (; count > 0; count--)
        {
            var worker = new WorkerSample(
                at,
                reader.ReadString(),
                reader.Read7BitEncodedInt(),
                reader.Read7BitEncodedInt64() / Tenths,
                (int?)ReadKnown(reader),
                ReadKnown(reader) / Thousandths,
                reader.Read7BitEncodedInt64(),
                ReadKnown(reader),
                ReadKnown(reader),
                ReadKnown(reader));
            if (worker.Worker == name)
            {
                return worker;
            }
        }

        return null;
    }

    private static void Write(BinaryWriter writer, ImmutableArray<long> counts)
    {
        writer.Write7BitEncodedInt(counts.Count(c => c > 0));
        var last = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                writer.Write7BitEncodedInt(i - last);
                writer.Write7BitEncodedInt64(counts[i]);
                last = i;
            }
        }
    }

    private static void Write(BinaryWriter writer, ImmutableArray<ModelCount> models)
    {
        writer.Write7BitEncodedInt(models.Length);
        foreach (var model in models)
        {
            writer.Write(model.Model);
            writer.Write7BitEncodedInt(model.Requests);
            writer.Write7BitEncodedInt(model.Failures);
        }
    }

    private static bool IsAtEnd(BinaryReader reader) => reader.BaseStream.Position == reader.BaseStream.Length;

    private static ImmutableArray<ModelCount>? ReadModels(BinaryReader reader)
    {
        if (IsAtEnd(reader))
        {
            return null;
        }

        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > ModelNames.Limit + 1)
        {
            throw new FormatException("more models than are counted");
        }

        var models = ImmutableArray.CreateBuilder<ModelCount>(count);
        for (var i = 0; i < count; i++)
        {
            models.Add(new ModelCount(reader.ReadString(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }

        return models.MoveToImmutable();
    }

    private static ImmutableArray<long> Read(BinaryReader reader)
    {
        var filled = reader.Read7BitEncodedInt();
        if (filled == 0)
        {
            return [];
        }

        var counts = new long[LatencyBuckets.Count];
        for (var at = 0; filled > 0; filled--)
        {
            at += reader.Read7BitEncodedInt();
            if (at < 0 || at >= counts.Length)
            {
                throw new FormatException("a bucket that does not exist");
            }

            counts[at] = reader.Read7BitEncodedInt64();
        }

        return [.. counts];
    }
}
