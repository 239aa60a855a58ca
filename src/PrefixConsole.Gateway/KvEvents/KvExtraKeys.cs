using MessagePack;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What went into an engine's hashes besides tokens, as vLLM lists it: for each block nil, or a list of keys.</summary>
/// <remarks>
/// The order within a list is adapter name, images as pairs of name and offset, cache salt (first block of a prompt only), embeddings as
/// bytes. A lone string of the first block that is not the adapter's name is therefore the salt; whatever else there is cannot be told from
/// tokens.
/// </remarks>
internal struct KvExtraKeys
{
    private string? _first;
    private string? _second;

    /// <summary>There is something that is neither adapter nor salt.</summary>
    public bool HasOthers { get; private set; }

    public void Read(ref MessagePackReader reader, string? adapter)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            HasOthers = true;
            reader.Skip();
            return;
        }

        var blocks = reader.ReadArrayHeader();
        for (var block = 0; block < blocks; block++)
        {
            ReadBlock(ref reader, block == 0, adapter);
        }
    }

    /// <summary>The salt, when the blocks start a prompt and there is just one string that may be it.</summary>
    /// <param name="adapter">Name of the adapter, which may have been read after the keys.</param>
    /// <param name="startsPrompt">The first block has no parent.</param>
    /// <param name="salt">Null for none.</param>
    /// <returns>False when there are strings that cannot be told.</returns>
    public readonly bool TryGetSalt(string? adapter, bool startsPrompt, out string? salt)
    {
        salt = _first == adapter ? _second : _first;
        var other = _first == adapter ? null : _second;
        return other is null || other == adapter ? salt is null || startsPrompt : false;
    }

    private void ReadBlock(ref MessagePackReader reader, bool first, string? adapter)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        if (reader.NextMessagePackType != MessagePackType.Array)
        {
            HasOthers = true;
            reader.Skip();
            return;
        }

        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            if (reader.TryReadNil())
            {
                continue;
            }

            if (reader.NextMessagePackType != MessagePackType.String)
            {
                HasOthers = true;
                reader.Skip();
            }
            else if (!MessagePackValues.TryReadName(ref reader, out var key))
            {
                // too long for a name; it has been read
                HasOthers = true;
            }
            else if (!first)
            {
                HasOthers |= key != adapter;
            }
            else if (_first is null)
            {
                _first = key;
            }
            else
            {
                HasOthers |= _second is not null;
                _second = key;
            }
        }
    }
}
