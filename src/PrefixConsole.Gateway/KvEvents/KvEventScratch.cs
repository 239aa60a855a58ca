using MessagePack;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The fields of one event while it is read. Lives as long as its decoder, so that a batch costs no allocation once its arrays have grown.</summary>
internal sealed class KvEventScratch
{
    private const int MaxHashes = 1 << 16;
    private const int MaxTokens = 1 << 20;
    private const int MaxBlockSize = 1 << 16;

    private ulong[] _hashes = new ulong[64];
    private int[] _tokens = new int[1024];
    private int? _hashCount;
    private int? _tokenCount;
    private long? _blockSize;
    private ulong? _parent;
    private CacheTier _tier;
    private string? _adapter;
    private long? _adapterNumber;
    private int? _group;
    private string? _groupKind;
    private KvExtraKeys _extraKeys;
    private string? _salt;

    public KvEventKind Kind { get; private set; }

    public void Begin()
    {
        (_hashCount, _tokenCount, _blockSize, _parent, _tier) = (null, null, null, null, CacheTier.Gpu);
        (_adapter, _adapterNumber, _group, _groupKind, _extraKeys, _salt) = (null, null, null, null, default, null);
    }

    /// <summary>Reads the name of the type.</summary>
    public KvEventFault? ReadType(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.String || !reader.TryReadStringSpan(out var name))
        {
            return KvEventFault.NotAnEvent;
        }

        if (name.SequenceEqual("BlockStored"u8))
        {
            Kind = KvEventKind.Stored;
        }
        else if (name.SequenceEqual("BlockRemoved"u8))
        {
            Kind = KvEventKind.Removed;
        }
        else if (name.SequenceEqual("AllBlocksCleared"u8))
        {
            Kind = KvEventKind.Cleared;
        }
        else
        {
            return KvEventFault.UnknownType;
        }

        return null;
    }

    /// <summary>Reads one field, all of whose bytes are known to be there. On a fault the reader may stand anywhere in it.</summary>
    public KvEventFault? Read(KvEventField field, ref MessagePackReader reader)
    {
        if (field == KvEventField.BlockHashes)
        {
            return ReadHashes(ref reader);
        }

        if (field == KvEventField.Tokens)
        {
            return ReadTokens(ref reader);
        }

        if (field == KvEventField.ExtraKeys)
        {
            _extraKeys.Read(ref reader, _adapter);
            return null;
        }

        if (field == KvEventField.Ignored || reader.TryReadNil())
        {
            if (field == KvEventField.Ignored)
            {
                reader.Skip();
            }

            return null;
        }

        return ReadScalar(field, ref reader);
    }

    /// <summary>What was read, if it is whole and makes sense.</summary>
    public KvEventFault? Check()
    {
        if (Kind == KvEventKind.Cleared)
        {
            return null;
        }

        if (_hashCount is not { } hashes || (Kind == KvEventKind.Stored && (_tokenCount is null || _blockSize is null)))
        {
            return KvEventFault.MissingField;
        }

        if (Kind == KvEventKind.Removed || _tokenCount == 0)
        {
            return null;
        }

        if (_blockSize is < 1 or > MaxBlockSize)
        {
            return KvEventFault.BadBlockSize;
        }

        return hashes * _blockSize == _tokenCount ? null : KvEventFault.CountMismatch;
    }

    public KvEvent ToEvent()
    {
        var isPlain = _extraKeys.TryGetSalt(_adapter, _parent is null, out var salt) && !_extraKeys.HasOthers;
        return new KvEvent
        {
            Kind = Kind,
            EngineHashes = _hashes.AsSpan(0, Kind == KvEventKind.Cleared ? 0 : _hashCount ?? 0),
            Parent = _parent,
            Tokens = _tokens.AsSpan(0, Kind == KvEventKind.Stored ? _tokenCount ?? 0 : 0),
            BlockSize = (int)Math.Clamp(_blockSize ?? 0, 0, MaxBlockSize),
            Tier = _tier,
            Adapter = _adapter,
            AdapterNumber = _adapterNumber,
            CacheSalt = isPlain ? _salt ?? salt : null,
            Group = _group,
            GroupKind = _groupKind,
            HasExtraKeys = !isPlain,
        };
    }

    private KvEventFault? ReadScalar(KvEventField field, ref MessagePackReader reader)
    {
        switch (field)
        {
            case KvEventField.Parent:
                // the llm-d simulator's older form sends 0 for none
                return MessagePackValues.TryReadHash(ref reader, out var parent) ? Ok(_parent = parent == 0 ? null : parent) : KvEventFault.BadField;
            case KvEventField.BlockSize:
                return MessagePackValues.TryReadInteger(ref reader, out var size) ? Ok(_blockSize = size) : KvEventFault.BadField;
            case KvEventField.AdapterNumber:
                return MessagePackValues.TryReadInteger(ref reader, out var number) ? Ok(_adapterNumber = number) : KvEventFault.BadField;
            case KvEventField.Group:
                return MessagePackValues.TryReadInteger(ref reader, out var group) && group is >= 0 and <= int.MaxValue ? Ok(_group = (int)group) : KvEventFault.BadField;
            case KvEventField.Medium:
                return MessagePackValues.TryReadName(ref reader, out var medium) ? Ok(_tier = CacheTiers.Parse(medium)) : KvEventFault.BadField;
            case KvEventField.GroupKind:
                return MessagePackValues.TryReadName(ref reader, out _groupKind) ? null : KvEventFault.BadField;
            case KvEventField.AdapterName when reader.NextMessagePackType == MessagePackType.Map:
                ReadMetadata(ref reader);
                return null;
            default:
                return MessagePackValues.TryReadName(ref reader, out _adapter) ? null : KvEventFault.BadField;
        }
    }

    /// <summary>SGLang's map of metadata.</summary>
    private void ReadMetadata(ref MessagePackReader reader)
    {
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var isSalt = reader.NextMessagePackType == MessagePackType.String && reader.TryReadStringSpan(out var key)
                ? key.SequenceEqual("cache_salt"u8)
                : SkipKey(ref reader);
            if (!isSalt || reader.NextMessagePackType != MessagePackType.String)
            {
                reader.Skip();
            }
            else
            {
                MessagePackValues.TryReadName(ref reader, out _salt);
            }
        }

        static bool SkipKey(ref MessagePackReader reader)
        {
            reader.Skip();
            return false;
        }
    }

    private static KvEventFault? Ok<T>(T stored)
    {
        _ = stored;
        return null;
    }

    private KvEventFault? ReadHashes(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            return KvEventFault.BadField;
        }

        var count = reader.ReadArrayHeader();
        if (count > MaxHashes)
        {
            return KvEventFault.TooLarge;
        }

        Grow(ref _hashes, count);
        for (var i = 0; i < count; i++)
        {
            if (!MessagePackValues.TryReadHash(ref reader, out _hashes[i]))
            {
                return KvEventFault.BadField;
            }
        }

        _hashCount = count;
        return null;
    }

    private KvEventFault? ReadTokens(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            return KvEventFault.BadField;
        }

        var count = reader.ReadArrayHeader();
        if (count > MaxTokens)
        {
            return KvEventFault.TooLarge;
        }

        Grow(ref _tokens, count);
        for (var i = 0; i < count; i++)
        {
            if (!MessagePackValues.TryReadInteger(ref reader, out var token) || token is < 0 or > int.MaxValue)
            {
                return KvEventFault.BadField;
            }

            _tokens[i] = (int)token;
        }

        _tokenCount = count;
        return null;
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            array = new T[Math.Max(count, array.Length * 2)];
        }
    }
}
