using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The subscription to one data-parallel rank of one worker.</summary>
internal sealed class KvSubscription : IKvFrameTarget, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly KvEventAddress _address;
    private readonly KvOpenSocket _socket;
    private readonly KvReaderRun _run;
    private readonly Task _open;
    private int _peers;
    private long _found;

    public KvSubscription(Worker worker, KvEventSource source, int rank, KvParts parts)
    {
        (Worker, Source) = (worker, source);
        _address = KvEventAddress.Parse(source.Endpoint)?.ForRank(rank)
            ?? throw new ArgumentException($"'{source.Endpoint}' is no address", nameof(source));
        var reader = parts.Reader(worker, new KvRankRule(rank, source.Ranks > 1));
        if (reader.OwnLane is { } lane)
        {
            lane.Feed.CanReplay = source.ReplayEndpoint is not null;
        }

        _run = new KvReaderRun(reader, parts.Threads);
        _socket = new KvOpenSocket(
            _address, source.Topic, () => worker.Config.Simulated || parts.AllowPrivate(), this, parts.Poller, parts.Time);
        Rank = rank;
        _open = _socket.RunAsync(() => Connected, _stop.Token);
    }

    public Worker Worker { get; }

    public KvEventSource Source { get; }

    public int Rank { get; }

    private bool Connected => Volatile.Read(ref _peers) > 0;

    public KvTransportView View() => _run.Reader.View() with
    {
        Endpoint = _address.ToString(),
        ReplayEndpoint = KvEventAddress.Parse(Source.ReplayEndpoint)?.ForRank(Rank).ToString(),
        Connected = Connected,
        Reconnects = Math.Max(0, Volatile.Read(ref _found) - 1),
        Problem = _socket.Problem,
    };

    public void CallIfReplayIsWanted() => _run.Reader.CallIfReplayIsWanted();

    public void Accept(KvFrames frames) => _run.Reader.Accept(frames);

    public void OnPeer(int change)
    {
        var before = _peers;
        Volatile.Write(ref _peers, Math.Max(0, before + change));
        if (change > 0)
        {
            Volatile.Write(ref _found, _found + 1);
        }

        if (Connected != before > 0)
        {
            _run.Reader.SetConnected(Connected);
            _run.Reader.CallIfReplayIsWanted();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _open;
        await _run.DisposeAsync();
        _stop.Dispose();
    }
}
