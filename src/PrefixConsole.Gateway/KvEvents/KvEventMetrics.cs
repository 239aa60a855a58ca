using System.Diagnostics.Metrics;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Instruments of what arrives, over all feeds; figures per feed are in their views.</summary>
internal sealed class KvEventMetrics : IDisposable
{
    public const string MeterName = "PrefixConsole.KvEvents";

    private readonly Meter _meter;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _overflowed;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _replays;

    public KvEventMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _batches = _meter.CreateCounter<long>("prefixconsole.kv_events.batches", "{batch}", "Batches taken from sockets and HTTP.");
        _bytes = _meter.CreateCounter<long>("prefixconsole.kv_events.bytes", "By", "Payload of those batches.");
        _malformed = _meter.CreateCounter<long>("prefixconsole.kv_events.malformed", "{message}", "Messages that are no batches: frames, sequence, size or rank are wrong.");
        _overflowed = _meter.CreateCounter<long>("prefixconsole.kv_events.overflowed", "{batch}", "Batches thrown away because a queue was full.");
        _unknown = _meter.CreateCounter<long>("prefixconsole.kv_events.unknown_sources", "{message}", "Messages on the common listener whose topic names no worker.");
        _replays = _meter.CreateCounter<long>("prefixconsole.kv_events.replays", "{replay}", "Replays, by whether they ended as they should.");
    }

    public void Received(int bytes)
    {
        _batches.Add(1);
        _bytes.Add(bytes);
    }

    public void Malformed() => _malformed.Add(1);

    public void Overflowed() => _overflowed.Add(1);

    public void UnknownSource() => _unknown.Add(1);

    public void Replayed(bool complete) => _replays.Add(1, new KeyValuePair<string, object?>("complete", complete));

    public void Dispose() => _meter.Dispose();
}
