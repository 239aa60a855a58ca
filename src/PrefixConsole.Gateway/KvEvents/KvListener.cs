using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>One socket that many engines connect to; a message's topic says whose it is.</summary>
internal sealed class KvListener : IKvFrameTarget, IAsyncDisposable
{
    private const int MaxTopicsKnown = 4_096;

    private readonly CancellationTokenSource _stop = new();
    private readonly KvParts _parts;
    private readonly WorkerRegistry _registry;
    private readonly string _endpoint;
    private readonly KvOpenSocket _socket;
    private readonly Task _open;
    private readonly ConcurrentDictionary<Worker, KvReaderRun> _runs = new();

    // of the sockets' thread; null where nobody is meant
    private readonly Dictionary<string, KvReaderRun?> _byTopic = new(StringComparer.Ordinal);
    private volatile bool _fleetChanged;
    private int _peers;
    private long _malformed;
    private long _unknown;
    private volatile string? _lastUnknown;

    public KvListener(KvEventAddress address, WorkerRegistry registry, KvParts parts)
    {
        (_parts, _registry, _endpoint) = (parts, registry, address.ToString());
        _socket = new KvOpenSocket(address, "", parts.AllowPrivate, this, parts.Poller, parts.Time);
        _open = _socket.RunAsync(() => true, _stop.Token);
    }

    public KvListenerView View() => new()
    {
        Endpoint = _endpoint,
        Peers = Volatile.Read(ref _peers),
        Malformed = Volatile.Read(ref _malformed),
        Unknown = Volatile.Read(ref _unknown),
        LastUnknown = _lastUnknown,
        Problem = _socket.Problem,
    };

    /// <summary>Null when that worker was not heard here.</summary>
    public KvTransportView? Find(WorkerId worker) =>
        _registry.Find(worker) is { } known && _runs.TryGetValue(known, out var run)
            ? run.Reader.View() with { Endpoint = _endpoint, Connected = run.Reader.Connected, Problem = _socket.Problem }
            : null;

    public void Accept(KvFrames frames)
    {
        if (frames.Count != 3 || frames.Topic.Length > KvEventLimits.MaxTopicLength)
        {
            Interlocked.Increment(ref _malformed);
            _parts.Metrics.Malformed();
        }
        else if (RunOf(frames.Topic.Span) is { } run)
        {
            run.Reader.SetConnected(true);
            run.Reader.Accept(frames);
        }
        else
        {
            Interlocked.Increment(ref _unknown);
            _parts.Metrics.UnknownSource();
        }
    }

    public void OnPeer(int change)
    {
        Volatile.Write(ref _peers, Math.Max(0, _peers + change));
        if (_peers > 0)
        {
            return;
        }

        // whose connection was lost cannot be told, but now it is everybody's
        foreach (var run in _runs.Values)
        {
            run.Reader.SetConnected(false);
        }
    }

    /// <summary>Workers came or went: topics are looked up anew, and what belongs to nobody any more ends.</summary>
    public async Task FollowFleetAsync()
    {
        _fleetChanged = true;
        foreach (var worker in _runs.Keys.Where(w => !IsMeant(w)).ToArray())
        {
            if (_runs.TryRemove(worker, out var run))
            {
                // on the sockets' thread nothing is accepted for it any more once this was done there
                await _parts.Poller.RunAsync(_ => _byTopic.Clear());
                await run.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _open;
        foreach (var run in _runs.Values)
        {
            await run.DisposeAsync();
        }

        _stop.Dispose();
    }

    private bool IsMeant(Worker worker) => worker.Config.KvEvents is null && _registry.Find(worker.Id) == worker;

    private KvReaderRun? RunOf(ReadOnlySpan<byte> topic)
    {
        if (_fleetChanged || _byTopic.Count >= MaxTopicsKnown)
        {
            _fleetChanged = false;
            _byTopic.Clear();
        }

        Span<char> text = stackalloc char[KvEventLimits.MaxTopicLength];
        var name = text[..Encoding.UTF8.GetChars(topic, text)];
        if (!_byTopic.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var run))
        {
            run = Seek(name.ToString());
            _byTopic.Add(name.ToString(), run);
        }

        return run;
    }

    private KvReaderRun? Seek(string topic)
    {
        var source = KvTopic.Parse(topic).Source;
        foreach (var worker in _registry.Workers)
        {
            if (worker.Config.KvEvents is null && (worker.Id.Value == source || IsAt(worker.Config.Address, source)))
            {
                return _runs.GetOrAdd(worker, w => new KvReaderRun(_parts.Reader(w, new KvRankRule(null, Follow: true)), _parts.Threads));
            }
        }

        _lastUnknown = topic;
        return null;
    }

    private static bool IsAt(Uri address, string source) =>
        address.Authority.Equals(source, StringComparison.OrdinalIgnoreCase)
        || string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}").Equals(source, StringComparison.OrdinalIgnoreCase);
}
