using MessagePack;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Decodes batches of KV events as vLLM and SGLang publish them.</summary>
/// <remarks>
/// <para>
/// A batch is an array <c>[ts, events, rank]</c> whose rank may be missing, or a map of the same. An event is an array with its type in front
/// (vLLM before 0.24, SGLang) or a map with its type under <c>type</c>; both may stand in one batch. More and fewer trailing fields, unknown
/// keys and headers that are wider than needed are accepted.
/// </para>
/// <para>
/// An event that makes no sense is reported and skipped; llm-d drops its whole batch. A batch whose end is missing is refused as a whole, before
/// any event of it is used, and so is one of more than 65,536 events. One decoder per source: its arrays are used again from batch to batch and grow to the largest event, which is bounded.
/// </para>
/// </remarks>
internal sealed class KvEventDecoder
{
    private const int MaxEvents = 1 << 16;
    private const string CutOff = "it is cut off, or nested too deep";

    private readonly KvEventScratch _scratch = new();
    private readonly List<Range> _events = [];
    private ReadOnlyMemory<byte> _payload;

    /// <summary>Why what was read last is no batch; null when it is one.</summary>
    public string? Problem { get; private set; } = "nothing was read";

    /// <summary>What was wrong with the first event that could not be used, or that there was no batch; null when all that was delivered last could be used.</summary>
    public KvEventFault? Fault { get; private set; }

    /// <summary>Events that could not be used, of those delivered last.</summary>
    public int RejectedEvents { get; private set; }

    /// <returns>False when the payload is not a batch, which the sink is told as well.</returns>
    public bool TryDecode(ReadOnlyMemory<byte> payload, IKvEventSink sink, out KvBatch batch)
    {
        var read = TryRead(payload, out batch);
        Deliver(sink);
        return read;
    }

    /// <summary>
    /// Finds the parts of a batch, without looking into its events: whoever takes those wants to know the rank first, which stands behind them.
    /// The payload must stay as it is until <see cref="Deliver"/>.
    /// </summary>
    /// <returns>False when the payload is not a batch.</returns>
    public bool TryRead(ReadOnlyMemory<byte> payload, out KvBatch batch)
    {
        _payload = payload;
        Problem = ReadBatch(payload, out batch);
        return Problem is null;
    }

    /// <summary>Hands over the events of what was read last, or that it was no batch.</summary>
    public void Deliver(IKvEventSink sink)
    {
        (Fault, RejectedEvents) = (null, 0);
        if (Problem is not null)
        {
            Fault = KvEventFault.NotABatch;
            sink.OnRejected(KvEventFault.NotABatch);
            return;
        }

        foreach (var extent in _events)
        {
            if (ReadEvent(_payload[extent]) is { } fault)
            {
                Fault ??= fault;
                RejectedEvents++;
                sink.OnRejected(fault);
            }
            else
            {
                sink.OnEvent(_scratch.ToEvent());
            }
        }
    }

    /// <returns>Why it is no batch; null when it is one.</returns>
    private string? ReadBatch(ReadOnlyMemory<byte> payload, out KvBatch batch)
    {
        batch = new KvBatch(double.NaN, null);
        _events.Clear();
        if (!TryReadHeader(payload, 0, out var at, out var parts, out var named))
        {
            return "it is neither an array nor a map, or is cut off";
        }

        var found = false;
        for (var position = 0; position < parts; position++)
        {
            var part = (BatchPart)position;
            if (named && !TryReadPartName(payload, ref at, out part))
            {
                return CutOff;
            }

            if (part == BatchPart.Events)
            {
                if (ListEvents(payload, ref at) is { } problem)
                {
                    return problem;
                }

                found = true;
                continue;
            }

            var start = at;
            at = MessagePackExtent.EndOf(payload.Span, start);
            if (at < 0)
            {
                return CutOff;
            }

            batch = Read(batch, part, payload[start..at]);
        }

        return !found ? "it has no events" : at < payload.Length ? "there are bytes after its end" : null;
    }

    private static KvBatch Read(KvBatch batch, BatchPart part, ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        return part switch
        {
            BatchPart.Timestamp when reader.NextMessagePackType == MessagePackType.Float => batch with { Timestamp = reader.ReadDouble() },
            BatchPart.Rank when MessagePackValues.TryReadInteger(ref reader, out var rank) && rank is >= 0 and <= int.MaxValue => batch with { Rank = (int)rank },
            _ => batch,
        };
    }

    private static bool TryReadPartName(ReadOnlyMemory<byte> payload, ref int at, out BatchPart part)
    {
        part = BatchPart.Ignored;
        var end = MessagePackExtent.EndOf(payload.Span, at);
        if (end < 0)
        {
            return false;
        }

        var reader = new MessagePackReader(payload[at..end]);
        at = end;
        if (reader.NextMessagePackType == MessagePackType.String && reader.TryReadStringSpan(out var name))
        {
            part = name.SequenceEqual("ts"u8) ? BatchPart.Timestamp
                : name.SequenceEqual("events"u8) ? BatchPart.Events
                : name.SequenceEqual("data_parallel_rank"u8) || name.SequenceEqual("attn_dp_rank"u8) ? BatchPart.Rank
                : BatchPart.Ignored;
        }

        return true;
    }

    private string? ListEvents(ReadOnlyMemory<byte> payload, ref int at)
    {
        if (!TryReadHeader(payload, at, out at, out var count, out var named) || named)
        {
            return "its events are not an array, or are cut off";
        }

        if (count > MaxEvents)
        {
            return $"it has more than {MaxEvents} events";
        }

        for (var i = 0; i < count; i++)
        {
            var end = MessagePackExtent.EndOf(payload.Span, at);
            if (end < 0)
            {
                return CutOff;
            }

            _events.Add(at..end);
            at = end;
        }

        return null;
    }

    /// <summary>Reads the header of an array or, <paramref name="named"/>, of a map.</summary>
    private static bool TryReadHeader(ReadOnlyMemory<byte> payload, int start, out int end, out int count, out bool named)
    {
        (end, count, named) = (start, 0, false);
        if (!MessagePackExtent.IsHeaderWhole(payload.Span[start..]))
        {
            return false;
        }

        var reader = new MessagePackReader(payload[start..]);
        named = reader.NextMessagePackType == MessagePackType.Map;
        if (!named && reader.NextMessagePackType != MessagePackType.Array)
        {
            return false;
        }

        count = named ? reader.ReadMapHeader() : reader.ReadArrayHeader();
        end = start + (int)reader.Consumed;
        return true;
    }

    private KvEventFault? ReadEvent(ReadOnlyMemory<byte> bytes)
    {
        _scratch.Begin();
        var reader = new MessagePackReader(bytes);
        var fault = reader.NextMessagePackType switch
        {
            MessagePackType.Array => ReadArray(ref reader),
            MessagePackType.Map => ReadMap(ref reader),
            _ => KvEventFault.NotAnEvent,
        };
        return fault ?? _scratch.Check();
    }

    private KvEventFault? ReadArray(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count == 0)
        {
            return KvEventFault.NotAnEvent;
        }

        var fault = _scratch.ReadType(ref reader);
        for (var position = 1; position < count && fault is null; position++)
        {
            fault = _scratch.Read(KvEventFields.At(_scratch.Kind, position), ref reader);
        }

        return fault;
    }

    private KvEventFault? ReadMap(ref MessagePackReader reader)
    {
        var typed = false;
        KvEventFault? fault = null;
        for (var left = reader.ReadMapHeader(); left > 0 && fault is null; left--)
        {
            var field = KvEventField.Ignored;
            if (reader.NextMessagePackType == MessagePackType.String && reader.TryReadStringSpan(out var name))
            {
                field = KvEventFields.Named(name);
            }
            else
            {
                reader.Skip();
            }

            typed |= field == KvEventField.Type;
            fault = field == KvEventField.Type ? _scratch.ReadType(ref reader) : _scratch.Read(field, ref reader);
        }

        return fault ?? (typed ? null : KvEventFault.NotAnEvent);
    }

    private enum BatchPart
    {
        Timestamp,
        Events,
        Rank,
        Ignored,
    }
}
