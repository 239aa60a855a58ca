using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>
/// Reads an operation stream, plain or gzip: "PCOPS001", then little-endian 64-bit records [kind, worker, has parent, parent, n] followed by
/// n local hashes (find), n pairs local and chained (store) or n chained hashes (remove).
/// </summary>
/// <remarks>
/// The chain is that of the recorded index: the first block's is its local hash, any other's XXH3-64 with seed 1337 over the one before and the local.
/// </remarks>
internal static class OperationReader
{
    private const int HeaderWords = 5;
    private const int ChainSeed = 1337;
    private const int MaxBytes = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "PCOPS001"u8;

    /// <param name="path">File.</param>
    /// <param name="expand">Blocks that every recorded block is split into, 1 or more.</param>
    /// <exception cref="UsageException">Missing, truncated or not such a stream; names the record.</exception>
    public static OperationStream Read(string path, int expand)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--ops: there is no file {path}");
        }

        try
        {
            return Parse(ReadAll(path), path, expand);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ops: {path} cannot be read: {e.Message}");
        }
    }

    private static byte[] ReadAll(string path)
    {
        using var file = File.OpenRead(path);
        var gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using var content = gzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxBytes)
            {
                throw new InvalidDataException($"it holds more than {MaxBytes:N0} bytes");
            }
        }

        return bytes.ToArray();
    }

    private static OperationStream Parse(byte[] content, string path, int expand)
    {
        if (!content.AsSpan().StartsWith(Magic) || content.Length % sizeof(ulong) != 0)
        {
            throw new UsageException($"--ops: {path} is not an operation stream: it must begin with PCOPS001 and consist of 64-bit words");
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(content.AsSpan(Magic.Length));
        var operations = new List<Operation>();
        while (!words.IsEmpty)
        {
            operations.Add(Next(ref words, expand, $"--ops: {path} record {operations.Count + 1}"));
        }

        return operations.Exists(o => o.Kind == OperationKind.Find) && operations.Exists(o => o.Kind == OperationKind.Store)
            ? new OperationStream(operations)
            : throw new UsageException($"--ops: {path} holds no find or no store");
    }

    private static Operation Next(ref ReadOnlySpan<ulong> words, int expand, string where)
    {
        if (words.Length < HeaderWords)
        {
            throw new UsageException($"{where} is cut off");
        }

        var (kind, worker, hasParent, parent, count) = ((OperationKind)words[0], words[1], words[2], words[3], words[4]);
        words = words[HeaderWords..];
        if (!Enum.IsDefined(kind))
        {
            throw new UsageException($"{where} has kind {(ulong)kind}, known are 1 to 3");
        }

        if (worker >= WorkerRegistry.MaxWorkers || hasParent > 1)
        {
            throw new UsageException($"{where} names worker {worker} (at most {WorkerRegistry.MaxWorkers - 1}) or has-parent {hasParent} (0 or 1)");
        }

        var width = kind == OperationKind.Store ? 2u : 1u;
        if (count > (ulong)words.Length / width)
        {
            throw new UsageException($"{where} is cut off: it promises {count} blocks");
        }

        var payload = words[..(int)(count * width)].ToArray();
        words = words[payload.Length..];
        return kind switch
        {
            OperationKind.Find => new Operation(kind, 0, null, Expand(Chain(payload), expand), payload),
            OperationKind.Remove => new Operation(kind, (int)worker, null, Expand(payload, expand), []),
            _ => new Operation(kind, (int)worker, hasParent == 1 ? Expand([parent], expand)[^1] : null, Expand([.. payload.Where((_, i) => i % 2 == 1)], expand), []),
        };
    }

    /// <summary>Chained hashes of a prompt from its local ones.</summary>
    public static ulong[] Chain(ReadOnlySpan<ulong> locals)
    {
        var chain = new ulong[locals.Length];
        ChainInto(locals, chain);
        return chain;
    }

    public static void ChainInto(ReadOnlySpan<ulong> locals, Span<ulong> chain)
    {
        Span<byte> link = stackalloc byte[2 * sizeof(ulong)];
        for (var i = 0; i < locals.Length; i++)
        {
            if (i == 0)
            {
                chain[0] = locals[0];
                continue;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(link, chain[i - 1]);
            BinaryPrimitives.WriteUInt64LittleEndian(link[sizeof(ulong)..], locals[i]);
            chain[i] = XxHash3.HashToUInt64(link, ChainSeed);
        }
    }

    private static ulong[] Expand(ulong[] blocks, int expand)
    {
        if (expand == 1)
        {
            return blocks;
        }

        var finer = new ulong[blocks.Length * expand];
        for (var i = 0; i < finer.Length; i++)
        {
            finer[i] = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<ulong>([blocks[i / expand], (ulong)(i % expand)]));
        }

        return finer;
    }
}
