namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Where a field stands in the array era, and what it is called in the map era. Arrays were only ever appended to.</summary>
internal static class KvEventFields
{
    private static ReadOnlySpan<KvEventField> Stored =>
    [
        KvEventField.Type, KvEventField.BlockHashes, KvEventField.Parent, KvEventField.Tokens, KvEventField.BlockSize, KvEventField.AdapterNumber,
        KvEventField.Medium, KvEventField.AdapterName, KvEventField.ExtraKeys, KvEventField.Group, KvEventField.GroupKind,
    ];

    private static ReadOnlySpan<KvEventField> Removed => [KvEventField.Type, KvEventField.BlockHashes, KvEventField.Medium, KvEventField.Group];

    public static KvEventField At(Routing.KvEvents.KvEventKind kind, int position)
    {
        var fields = kind switch
        {
            Routing.KvEvents.KvEventKind.Stored => Stored,
            Routing.KvEvents.KvEventKind.Removed => Removed,
            _ => [],
        };
        return position < fields.Length ? fields[position] : KvEventField.Ignored;
    }

    public static KvEventField Named(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("type"u8))
        {
            return KvEventField.Type;
        }

        if (name.SequenceEqual("block_hashes"u8))
        {
            return KvEventField.BlockHashes;
        }

        if (name.SequenceEqual("parent_block_hash"u8))
        {
            return KvEventField.Parent;
        }

        if (name.SequenceEqual("token_ids"u8))
        {
            return KvEventField.Tokens;
        }

        if (name.SequenceEqual("block_size"u8))
        {
            return KvEventField.BlockSize;
        }

        if (name.SequenceEqual("lora_id"u8))
        {
            return KvEventField.AdapterNumber;
        }

        if (name.SequenceEqual("medium"u8))
        {
            return KvEventField.Medium;
        }

        if (name.SequenceEqual("lora_name"u8))
        {
            return KvEventField.AdapterName;
        }

        if (name.SequenceEqual("extra_keys"u8))
        {
            return KvEventField.ExtraKeys;
        }

        if (name.SequenceEqual("group_idx"u8))
        {
            return KvEventField.Group;
        }

        return name.SequenceEqual("kv_cache_spec_kind"u8) ? KvEventField.GroupKind : KvEventField.Ignored;
    }
}
