using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>
/// One feed of KV events: of a worker, or of one data-parallel rank of it. Checks sequence numbers, applies events to the index and
/// keeps the trust. Thread-safe; batches of one feed come one after another: <see cref="Receive"/>, then its events, then
/// <see cref="EndBatch"/>.
/// </summary>
public sealed class KvEventFeed : IKvEventSink
{
    internal KvEventFeed(Worker worker, int rank)
    {
        (Worker, Rank) = (worker, rank);
    }

    public Worker Worker { get; }

    public int Rank { get; }

    /// <summary>Somebody can ask the engine for batches again. Without it a gap costs the feed its trust.</summary>
    public bool CanReplay { get; set; }

    /// <summary>First batch to ask for when <see cref="Receive"/> said <see cref="KvReceipt.Replay"/>.</summary>
    public ulong ReplayFrom => 0;

    /// <summary>An operator asked for a resync and there is a replay: whoever reads the feed should replay from 0.</summary>
    public bool WantsReplay => false;

    public KvTrustState Trust => throw new NotImplementedException();

    /// <summary>A live batch came.</summary>
    /// <param name="sequence">Its number; null where the transport has none and loses nothing (HTTP).</param>
    /// <param name="fingerprint">Hash of its payload: tells a batch sent twice from a restarted engine that counts from the start again.</param>
    public KvReceipt Receive(ulong? sequence, ulong fingerprint) => throw new NotImplementedException();

    /// <summary>The engine is asked for missing batches.</summary>
    public void BeginReplay() => throw new NotImplementedException();

    /// <summary>A batch of the replay came. Never <see cref="KvReceipt.Replay"/>.</summary>
    public KvReceipt ReceiveReplayed(ulong sequence, ulong fingerprint) => throw new NotImplementedException();

    /// <summary>The replay is over, with what the engine still had.</summary>
    /// <param name="failure">Null when it ended as it should, else why not, in words.</param>
    public void EndReplay(string? failure) => throw new NotImplementedException();

    public void OnEvent(in KvEvent kvEvent) => throw new NotImplementedException();

    public void OnRejected(KvEventFault fault) => throw new NotImplementedException();

    /// <summary>All events of the batch were given.</summary>
    public void EndBatch() => throw new NotImplementedException();

    /// <summary>A message came that is no batch at all: wrong number of frames, a sequence frame of another length.</summary>
    public void OnMalformed() => throw new NotImplementedException();

    /// <summary>The transport found or lost its peer.</summary>
    public void SetConnected(bool connected) => throw new NotImplementedException();

    /// <summary>Batches had to be thrown away because they came faster than they were read.</summary>
    public void OnOverflow(long batches) => throw new NotImplementedException();

    /// <summary>An engine said how much of a prompt it had cached, which the index had an opinion on when the request was decided.</summary>
    /// <param name="reportedBlocks">Leading token blocks the index gave the worker.</param>
    /// <param name="promptBlocks">Full token blocks of the prompt.</param>
    /// <param name="cachedTokens">What the engine said.</param>
    /// <param name="blockTokens">Tokens per index block.</param>
    public void OnAnswer(int reportedBlocks, int promptBlocks, int cachedTokens, int blockTokens) => throw new NotImplementedException();

    /// <summary>Forgets the index and starts over: by replay from the engine's first batch where there is one.</summary>
    /// <param name="reason">Shown as the cause.</param>
    public void Resync(string reason) => throw new NotImplementedException();

    /// <summary>Shuts the feed out, or lets it in again, which starts it over.</summary>
    public void Quarantine(bool on) => throw new NotImplementedException();

    public KvFeedView View() => throw new NotImplementedException();
}
