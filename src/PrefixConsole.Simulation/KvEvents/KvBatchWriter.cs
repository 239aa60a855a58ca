using System.Buffers;
using System.IO.Hashing;
using MessagePack;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>Writes batches byte for byte as engines do: the smallest form of every value.</summary>
internal static class KvBatchWriter
{
    /// <param name="form">Whose spelling.</param>
    /// <param name="seconds">Time of the batch since 1970.</param>
    /// <param name="events">What happened.</param>
    /// <param name="blockSize">Tokens per block.</param>
    /// <param name="rank">Data-parallel rank.</param>
    public static byte[] Write(KvEventForm form, double seconds, IReadOnlyList<CacheEvent> events, int blockSize, int rank)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(seconds);
        writer.WriteArrayHeader(events.Count);
        foreach (var cacheEvent in events)
        {
            switch (form)
            {
                case KvEventForm.VllmMap:
                    WriteMap(ref writer, cacheEvent, blockSize);
                    break;
                case KvEventForm.VllmArray:
                    WriteArray(ref writer, cacheEvent, blockSize);
                    break;
                default:
                    WriteSglang(ref writer, cacheEvent, blockSize);
                    break;
            }
        }

        writer.Write(rank);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>All eleven declared fields of a store but the salt's are always there in what vLLM 0.24 sends; the rest equals its default.</summary>
    private static void WriteMap(ref MessagePackWriter writer, CacheEvent cacheEvent, int blockSize)
    {
        var salted = cacheEvent.Salt.Length > 0;
        writer.WriteMapHeader(cacheEvent.Kind switch
        {
            CacheEvent.Stored => salted ? 11 : 10,
            CacheEvent.Removed => 3,
            _ => 1,
        });
        writer.Write("type");
        writer.Write(cacheEvent.Kind);
        if (cacheEvent.Kind == CacheEvent.Cleared)
        {
            return;
        }

        writer.Write("block_hashes");
        WriteHashes(ref writer, cacheEvent.Hashes);
        if (cacheEvent.Kind == CacheEvent.Removed)
        {
            writer.Write("medium");
            writer.Write("GPU");
            return;
        }

        writer.Write("parent_block_hash");
        WriteHash(ref writer, cacheEvent.Parent);
        writer.Write("token_ids");
        WriteTokens(ref writer, cacheEvent.Tokens);
        writer.Write("block_size");
        writer.Write(blockSize);
        writer.Write("lora_id");
        writer.WriteNil();
        writer.Write("medium");
        writer.Write("GPU");
        writer.Write("lora_name");
        WriteText(ref writer, cacheEvent.Adapter);
        if (salted)
        {
            writer.Write("extra_keys");
            WriteExtraKeys(ref writer, cacheEvent);
        }

        writer.Write("group_idx");
        writer.Write(0);
        writer.Write("kv_cache_spec_kind");
        writer.Write("full_attention");
    }

    private static void WriteArray(ref MessagePackWriter writer, CacheEvent cacheEvent, int blockSize)
    {
        writer.WriteArrayHeader(cacheEvent.Kind switch
        {
            CacheEvent.Stored => 9,
            CacheEvent.Removed => 3,
            _ => 1,
        });
        writer.Write(cacheEvent.Kind);
        if (cacheEvent.Kind == CacheEvent.Cleared)
        {
            return;
        }

        WriteHashes(ref writer, cacheEvent.Hashes);
        if (cacheEvent.Kind == CacheEvent.Stored)
        {
            WriteHash(ref writer, cacheEvent.Parent);
            WriteTokens(ref writer, cacheEvent.Tokens);
            writer.Write(blockSize);
            writer.WriteNil();
        }

        writer.Write("GPU");
        if (cacheEvent.Kind == CacheEvent.Stored)
        {
            WriteText(ref writer, cacheEvent.Adapter);
            if (cacheEvent.Salt.Length > 0)
            {
                WriteExtraKeys(ref writer, cacheEvent);
            }
            else
            {
                writer.WriteNil();
            }
        }
    }

    /// <summary>SGLang numbers its adapters and sends the salt in an eighth element.</summary>
    private static void WriteSglang(ref MessagePackWriter writer, CacheEvent cacheEvent, int blockSize)
    {
        var salted = cacheEvent.Salt.Length > 0;
        writer.WriteArrayHeader(cacheEvent.Kind switch
        {
            CacheEvent.Stored => salted ? 8 : 7,
            CacheEvent.Removed => 3,
            _ => 1,
        });
        writer.Write(cacheEvent.Kind);
        if (cacheEvent.Kind == CacheEvent.Cleared)
        {
            return;
        }

        writer.WriteArrayHeader(cacheEvent.Hashes.Count);
        foreach (var hash in cacheEvent.Hashes)
        {
            writer.Write(unchecked((long)hash));
        }

        if (cacheEvent.Kind == CacheEvent.Stored)
        {
            if (cacheEvent.Parent is { } parent)
            {
                writer.Write(unchecked((long)parent));
            }
            else
            {
                writer.WriteNil();
            }

            WriteTokens(ref writer, cacheEvent.Tokens);
            writer.Write(blockSize);
            if (cacheEvent.Adapter.Length > 0)
            {
                writer.Write(XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(cacheEvent.Adapter)) >> 1);
            }
            else
            {
                writer.WriteNil();
            }
        }

        writer.Write("GPU");
        if (cacheEvent.Kind == CacheEvent.Stored && salted)
        {
            writer.WriteMapHeader(1);
            writer.Write("cache_salt");
            writer.Write(cacheEvent.Salt);
        }
    }

    /// <summary>For each block what went into its hash besides tokens: of the first one the salt.</summary>
    private static void WriteExtraKeys(ref MessagePackWriter writer, CacheEvent cacheEvent)
    {
        writer.WriteArrayHeader(cacheEvent.Hashes.Count);
        for (var i = 0; i < cacheEvent.Hashes.Count; i++)
        {
            var keys = (cacheEvent.Adapter.Length > 0 ? 1 : 0) + (i == 0 ? 1 : 0);
            if (keys == 0)
            {
                writer.WriteNil();
                continue;
            }

            writer.WriteArrayHeader(keys);
            if (cacheEvent.Adapter.Length > 0)
            {
                writer.Write(cacheEvent.Adapter);
            }

            if (i == 0)
            {
                writer.Write(cacheEvent.Salt);
            }
        }
    }

    private static void WriteHashes(ref MessagePackWriter writer, IReadOnlyList<ulong> hashes)
    {
        writer.WriteArrayHeader(hashes.Count);
        foreach (var hash in hashes)
        {
            writer.Write(hash);
        }
    }

    private static void WriteHash(ref MessagePackWriter writer, ulong? hash)
    {
        if (hash is { } value)
        {
            writer.Write(value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static void WriteTokens(ref MessagePackWriter writer, IReadOnlyList<int>? tokens)
    {
        writer.WriteArrayHeader(tokens?.Count ?? 0);
        foreach (var token in tokens ?? [])
        {
            writer.Write(token);
        }
    }

    private static void WriteText(ref MessagePackWriter writer, string text)
    {
        if (text.Length > 0)
        {
            writer.Write(text);
        }
        else
        {
            writer.WriteNil();
        }
    }
}
