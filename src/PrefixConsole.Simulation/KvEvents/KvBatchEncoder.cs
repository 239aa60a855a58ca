using System.Buffers;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using MessagePack;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>Writes a batch byte for byte as the engine's own encoder would: smallest integers, timestamps as float64.</summary>
/// <param name="form">Whose encoder.</param>
/// <param name="rank">Data-parallel rank, the third element of every batch.</param>
/// <remarks>vLLM's array form is that of the end of its era: 12 elements, tag included, where SGLang has 7.</remarks>
internal sealed class KvBatchEncoder(KvEventForm form, int rank)
{
    private const string Medium = "GPU";

    public byte[] Encode(double seconds, IReadOnlyList<KvMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(seconds);
        writer.WriteArrayHeader(messages.Count);
        foreach (var message in messages)
        {
            Write(ref writer, message);
        }

        writer.Write(rank);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void Write(ref MessagePackWriter writer, KvMessage message)
    {
        switch (message)
        {
            case StoredMessage stored when form == KvEventForm.VllmMap:
                WriteStoredMap(ref writer, stored);
                break;
            case StoredMessage stored:
                WriteStoredArray(ref writer, stored);
                break;
            case RemovedMessage removed:
                WriteRemoved(ref writer, removed);
                break;
            default:
                WriteTag(ref writer, "AllBlocksCleared", 1);
                break;
        }
    }

    private void WriteStoredMap(ref MessagePackWriter writer, StoredMessage stored)
    {
        WriteTag(ref writer, "BlockStored", HasExtraKeys(stored) ? 11 : 10);
        writer.Write("block_hashes");
        WriteHashes(ref writer, stored.Hashes);
        writer.Write("parent_block_hash");
        WriteParent(ref writer, stored.Parent);
        writer.Write("token_ids");
        WriteTokens(ref writer, stored.Tokens);
        writer.Write("block_size");
        writer.Write(stored.BlockSize);
        writer.Write("lora_id");
        writer.WriteNil();
        writer.Write("medium");
        writer.Write(Medium);
        writer.Write("lora_name");
        WriteName(ref writer, stored.Adapter);
        if (HasExtraKeys(stored))
        {
            writer.Write("extra_keys");
            WriteExtraKeys(ref writer, stored);
        }

        writer.Write("group_idx");
        writer.Write(0);
        writer.Write("kv_cache_spec_kind");
        writer.Write("full_attention");
    }

    private void WriteStoredArray(ref MessagePackWriter writer, StoredMessage stored)
    {
        var sglang = form == KvEventForm.Sglang;
        WriteTag(ref writer, "BlockStored", sglang ? 7 : 12);
        WriteHashes(ref writer, stored.Hashes);
        WriteParent(ref writer, stored.Parent);
        WriteTokens(ref writer, stored.Tokens);
        writer.Write(stored.BlockSize);
        WriteAdapterNumber(ref writer, sglang ? stored.Adapter : "");
        writer.Write(Medium);
        if (sglang)
        {
            return;
        }

        WriteName(ref writer, stored.Adapter);
        WriteExtraKeys(ref writer, stored);
        writer.Write(0);
        writer.Write("full_attention");
        writer.WriteNil();
    }

    private void WriteRemoved(ref MessagePackWriter writer, RemovedMessage removed)
    {
        var map = form == KvEventForm.VllmMap;
        var grouped = form == KvEventForm.VllmArray;
        WriteTag(ref writer, "BlockRemoved", grouped ? 4 : 3);
        WriteKey(ref writer, map, "block_hashes");
        WriteHashes(ref writer, removed.Hashes);
        WriteKey(ref writer, map, "medium");
        writer.Write(removed.Medium);
        if (grouped)
        {
            writer.Write(0);
        }
    }

    /// <summary>Header and tag; the count includes the tag.</summary>
    private void WriteTag(ref MessagePackWriter writer, string tag, int count)
    {
        if (form == KvEventForm.VllmMap)
        {
            writer.WriteMapHeader(count);
            writer.Write("type");
        }
        else
        {
            writer.WriteArrayHeader(count);
        }

        writer.Write(tag);
    }

    private static void WriteKey(ref MessagePackWriter writer, bool map, string key)
    {
        if (map)
        {
            writer.Write(key);
        }
    }

    private void WriteHashes(ref MessagePackWriter writer, ImmutableArray<ulong> hashes)
    {
        writer.WriteArrayHeader(hashes.Length);
        foreach (var hash in hashes)
        {
            WriteHash(ref writer, hash);
        }
    }

    private void WriteParent(ref MessagePackWriter writer, ulong? parent)
    {
        if (parent is { } hash)
        {
            WriteHash(ref writer, hash);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private void WriteHash(ref MessagePackWriter writer, ulong hash)
    {
        if (form == KvEventForm.Sglang)
        {
            writer.Write(unchecked((long)hash));
        }
        else
        {
            writer.Write(hash);
        }
    }

    private static void WriteTokens(ref MessagePackWriter writer, ImmutableArray<int> tokens)
    {
        writer.WriteArrayHeader(tokens.Length);
        foreach (var token in tokens)
        {
            writer.Write(token);
        }
    }

    private static void WriteName(ref MessagePackWriter writer, string name)
    {
        if (name.Length == 0)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(name);
        }
    }

    /// <summary>What went into each block's hash besides tokens: the adapter, and the salt into the first one of a prompt.</summary>
    private static void WriteExtraKeys(ref MessagePackWriter writer, StoredMessage stored)
    {
        if (!HasExtraKeys(stored))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(stored.Hashes.Length);
        for (var i = 0; i < stored.Hashes.Length; i++)
        {
            string[] keys = [stored.Adapter, i == 0 && stored.Parent is null ? stored.Salt : ""];
            var count = keys.Count(key => key.Length > 0);
            if (count == 0)
            {
                writer.WriteNil();
                continue;
            }

            writer.WriteArrayHeader(count);
            foreach (var key in keys.Where(key => key.Length > 0))
            {
                writer.Write(key);
            }
        }
    }

    private static bool HasExtraKeys(StoredMessage stored) => stored.Salt.Length > 0 || stored.Adapter.Length > 0;

    /// <summary>SGLang has numbers for adapters, no names.</summary>
    private static void WriteAdapterNumber(ref MessagePackWriter writer, string adapter)
    {
        if (adapter.Length == 0)
        {
            writer.WriteNil();
        }
        else
        {
            writer.Write(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(adapter)) >> 1);
        }
    }
}
