using System.Collections.Immutable;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>
/// One feed of KV events: of a worker, or of one data-parallel rank of it. Checks sequence numbers, applies events to the index and
/// keeps the trust. Thread-safe; batches of one feed come one after another: <see cref="Receive"/>, then its events, then
/// <see cref="EndBatch"/>.
/// </summary>
/// <remarks>
/// <para>
/// Engines number batches from 0. A number that was skipped is a gap, always, whether it can be replayed or not (llm-d looks only with a
/// replay): what was missed may have been removals, so without a complete replay the worker's part of the index is cleared and built again from what
/// comes. A number that goes back is a restart, unless the very same batch was applied before: a new epoch with an empty cache.
/// </para>
/// <para>
/// A feed that was joined late or started over says nothing wrong but not everything (<see cref="KvTrust.CatchingUp"/>); one that lost
/// batches or was contradicted by answers is not believed (<see cref="KvTrust.Untrusted"/>). Either is trusted again after a complete
/// replay, when answers of the engine agree with it ten times in a row, or when the engine has stored its cache twice over.
/// </para>
/// </remarks>
public sealed partial class KvEventFeed : IKvEventSink
{
    // No clock says so.
    private const long NoBatch = long.MinValue;

    private static readonly int s_faults = Enum.GetValues<KvEventFault>().Length;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly KvEventApplier _applier;
    private readonly FeedTrust _trust;
    private readonly SequenceLog _log = new();
    private readonly long[] _rejected = new long[s_faults];
    private readonly int _blockTokens;
    private readonly Action _changed;

    private ulong? _next;
    private bool _applying;
    private bool _removed;
    private long _lastBatch = NoBatch;
    private long _storedAtStart;
    private int _epoch;
    private long _batches;
    private long _events;
    private long _gaps;
    private long _missed;
    private long _duplicates;
    private long _restarts;

    internal KvEventFeed(Worker worker, int rank, int slot, ReportedPrefixIndex index, int blockTokens, TimeProvider time, Action changed)
    {
        (Worker, Rank, Slot, _blockTokens, _time, _changed) = (worker, rank, slot, blockTokens, time, changed);
        _applier = new KvEventApplier(index, slot, blockTokens);
        _trust = new FeedTrust(time);
        RejectedFrames = new RejectedFrames(time);
    }

    public Worker Worker { get; }

    public int Rank { get; }

    /// <summary>Its slot in the index.</summary>
    internal int Slot { get; }

    /// <summary>Tiers of what it holds below GPU memory.</summary>
    internal LowerTiers Lower => _applier.Lower;

    /// <summary>When the last batch came, as a timestamp of the clock; null before the first. Read without a lock.</summary>
    internal long? LastBatch => Volatile.Read(ref _lastBatch) is var last && last != NoBatch ? last : null;

    public KvTrustState Trust => _trust.Current;

    /// <summary>The last messages that could not be used; whoever finds one adds it, beside counting it.</summary>
    public RejectedFrames RejectedFrames { get; }

    /// <summary>Engine blocks reported as removed so far. Read without a lock: it may lag behind a batch being applied.</summary>
    public long RemovedBlocks => _applier.RemovedBlocks;

    /// <summary>A live batch came.</summary>
    /// <param name="sequence">Its number; null where the transport has none and loses nothing (HTTP).</param>
    /// <param name="fingerprint">Hash of its payload: tells a batch sent twice from a restarted engine that counts from the start again.</param>
    public KvReceipt Receive(ulong? sequence, ulong fingerprint)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            var receipt = Judge(sequence, fingerprint);
            if (receipt == KvReceipt.Apply)
            {
                Begin(sequence, fingerprint);
                BeLive(sequence);
            }

            return receipt;
        }
    }

    public void OnEvent(in KvEvent kvEvent)
    {
        lock (_gate)
        {
            _events++;
            if (_applying)
            {
                _applier.Apply(kvEvent);
            }
        }
    }

    public void OnRejected(KvEventFault fault)
    {
        lock (_gate)
        {
            _rejected[(int)fault]++;
        }
    }

    /// <summary>All events of the batch were given.</summary>
    public void EndBatch()
    {
        using var change = new Change(this);
        lock (_gate)
        {
            _applying = false;
            if (!_trust.IsQuarantined && _trust.Earned != KvTrust.Trusted && HasTurnedOver())
            {
                _trust.Set(KvTrust.Trusted, "the engine has stored its cache twice over since");
            }
        }
    }

    /// <summary>A message came that is no batch at all: wrong number of frames, a sequence frame of another length.</summary>
    public void OnMalformed() => OnRejected(KvEventFault.NotABatch);

    /// <summary>Forgets the index and starts over: by replay from the engine's first batch where there is one.</summary>
    /// <param name="reason">Shown as the cause.</param>
    public void Resync(string reason)
    {
        using var change = new Change(this);
        lock (_gate)
        {
            StartOver(KvTrust.CatchingUp, reason);
            if (CanReplay)
            {
                AskForAll($"{reason}, replaying from the first batch");
            }
        }
    }

    /// <summary>Shuts the feed out, or lets it in again, which starts it over.</summary>
    public void Quarantine(bool on)
    {
        using (new Change(this))
        {
            lock (_gate)
            {
                _trust.SetQuarantine(on);
            }
        }

        if (!on)
        {
            Resync("let in again by an operator");
        }
    }

    public KvFeedView View()
    {
        lock (_gate)
        {
            var rejected = ImmutableSortedDictionary.CreateBuilder<KvEventFault, long>();
            for (var fault = 0; fault < s_faults; fault++)
            {
                if (_rejected[fault] > 0)
                {
                    rejected.Add((KvEventFault)fault, _rejected[fault]);
                }
            }

            return new KvFeedView
            {
                Worker = Worker.Id,
                Rank = Rank,
                Trust = Trust,
                Epoch = _epoch,
                Sequence = _next > 0 ? (long)(_next.Value - 1) : null,
                Batches = _batches,
                Events = _events,
                StoredBlocks = _applier.StoredBlocks,
                RemovedBlocks = _applier.RemovedBlocks,
                HeldBlocks = _applier.HeldBlocks,
                LowerTierBlocks = _applier.Lower.Count,
                MemoryBytes = _applier.MemoryBytes + _log.MemoryBytes,
                Gaps = _gaps,
                MissedBatches = _missed,
                Duplicates = _duplicates,
                Restarts = _restarts,
                Replays = _replays,
                FailedReplays = _failedReplays,
                ParkedBlocks = _applier.ParkedBlocks,
                DroppedOrphans = _applier.DroppedOrphans,
                UnknownRemovals = _applier.UnknownRemovals,
                Rejected = rejected.ToImmutable(),
                Confirmations = _trust.Confirmations,
                Contradictions = _trust.Contradictions,
                EngineBlockSize = _applier.EngineBlockSize,
                Quiet = LastBatch is { } last ? _time.GetElapsedTime(last) : null,
                Quarantined = _trust.IsQuarantined,
            };
        }
    }

    /// <summary>The worker has left: nothing more is applied.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _removed = true;
            _applying = false;
            _applier.Clear();
        }
    }

    /// <summary>
    /// Index blocks of a run that the engine can use: it finds whole blocks of its own size only, and two of them may share index blocks.
    /// </summary>
    internal int RoundDown(int blocks)
    {
        var perEngineBlock = (_applier.EngineBlockSize ?? 0) / _blockTokens;
        return perEngineBlock > 1 ? blocks - (blocks % perEngineBlock) : blocks;
    }

    private KvReceipt Judge(ulong? sequence, ulong fingerprint)
    {
        if (_removed)
        {
            return KvReceipt.Ignore;
        }

        if (sequence is not { } number)
        {
            return KvReceipt.Apply;
        }

        if (number < _next)
        {
            if (_log.Contains(number, fingerprint))
            {
                _duplicates++;
                return KvReceipt.Ignore;
            }

            Restart(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the engine restarted: batch {number} came after {_next - 1}"));
        }

        return _next is { } expected ? JudgeNext(number, expected) : JudgeFirst(number);
    }

    private KvReceipt JudgeFirst(ulong number)
    {
        if (number == 0)
        {
            return KvReceipt.Apply;
        }

        if (CanReplay)
        {
            AskForAll($"joined at batch {number}, replaying from the first");
            return KvReceipt.Replay;
        }

        _trust.Set(KvTrust.CatchingUp, $"joined at batch {number}: what was stored before is unknown");
        return KvReceipt.Apply;
    }

    private KvReceipt JudgeNext(ulong number, ulong expected)
    {
        if (number == expected)
        {
            return KvReceipt.Apply;
        }

        if (_wantsReplay)
        {
            return KvReceipt.Replay;
        }

        var missing = number - expected;
        if (_asked is null)
        {
            _gaps++;
            _missed += (long)Math.Min(missing, long.MaxValue);
            if (CanReplay)
            {
                _goal ??= _trust.EarnedState;
                _trust.Set(KvTrust.CatchingUp, $"{missing} batches are missing from {expected} on, replaying");
                AskFor(expected);
                return KvReceipt.Replay;
            }
        }

        // before the first batch there was nothing that could have become wrong
        var why = _replayFailure is { } failure ? $" ({failure})" : CanReplay ? "" : ", the engine offers no replay";
        StartOver(
            expected == 0 ? KvTrust.CatchingUp : KvTrust.Untrusted,
            $"{missing} batches from {expected} on are lost{why}; built again from what comes");
        return KvReceipt.Apply;
    }

    private void Begin(ulong? sequence, ulong fingerprint)
    {
        _batches++;
        Volatile.Write(ref _lastBatch, _time.GetTimestamp());
        _applying = !_trust.IsQuarantined;
        _epoch = Math.Max(_epoch, 1);
        _unreported = 0;
        if (sequence is { } number)
        {
            _next = number + 1;
            _log.Add(number, fingerprint);
        }
    }

    /// <summary>A live batch says more than a replayed one: the engine is heard, and there is nothing to ask for any more.</summary>
    private void BeLive(ulong? sequence)
    {
        if (sequence == 0)
        {
            _trust.Set(KvTrust.Trusted, _epoch == 1 ? "complete since the engine's first batch" : "complete since the engine's restart");
        }
        else if (sequence is null && _batches == 1)
        {
            _trust.Set(KvTrust.Trusted, "reports over HTTP");
        }

        if (_verifying)
        {
            (_verifying, _wantsReplay) = (false, false);
        }

        (_asked, _replayFailure, _goal) = (null, null, _wantsReplay ? _goal : null);
        _trust.SetSilence(null);
    }

    /// <summary>The engine that was heard of is gone: whatever comes next is of another, with an empty cache.</summary>
    private void Restart(string cause)
    {
        _restarts++;
        _epoch++;
        _restartedAt = _time.GetTimestamp();
        _next = null;
        _log.Clear();
        (_asked, _replayFailure, _goal, _wantsReplay, _verifying) = (null, null, null, false, false);
        StartOver(KvTrust.CatchingUp, cause);
    }

    private void StartOver(KvTrust trust, string cause)
    {
        _applier.Clear();
        _storedAtStart = _applier.StoredBlocks;
        _trust.Set(trust, cause);
    }

    private bool HasTurnedOver() =>
        Worker.KvBlocks is { } blocks && _applier.StoredBlocks - _storedAtStart >= 2L * blocks;

    /// <summary>Tells whoever listens, once the lock is released, when the trust is another than at the start.</summary>
    private readonly struct Change(KvEventFeed feed) : IDisposable
    {
        private readonly KvTrustState _before = feed.Trust;

        public void Dispose()
        {
            if (!ReferenceEquals(_before, feed.Trust))
            {
                feed._changed();
            }
        }
    }
}
