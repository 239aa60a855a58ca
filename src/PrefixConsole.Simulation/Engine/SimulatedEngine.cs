using System.Collections.Immutable;

namespace PrefixConsole.Simulation.Engine;

/// <summary>
/// A model of vLLM v1's scheduler and KV cache, after the description of NVIDIA Dynamo's mocker: a block pool with prefix caching,
/// chunked prefill, continuous batching, preemption of the newest by recomputation. It never waits: <see cref="Step"/> computes a pass
/// at once and says how long it takes, so the caller chooses between real and virtual time. Thread-safe.
/// </summary>
public sealed class SimulatedEngine
{
    private readonly Lock _gate = new();
    private readonly EngineOptions _options;
    private readonly ITokenSource _source;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly BlockPool _pool;
    private readonly LinkedList<EngineRequest> _waiting = [];

    /// <summary>In order of admission; bounded by <see cref="EngineOptions.MaxSequences"/>.</summary>
    private readonly List<EngineRequest> _running = [];

    private readonly List<EngineRequest> _preempted = [];
    private List<BlockEvent> _events = [];
    private EngineRequest? _committing;
    private int _committingIndex;
    private EngineCounters _counters;

    public SimulatedEngine(EngineOptions options, ITokenSource source, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatchedTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSequences, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.SpeedFactor);
        _options = options;
        _source = source;
        _time = time;
        _started = time.GetTimestamp();
        _pool = options.RecordBlockEvents
            ? new BlockPool(options.Blocks) { Stored = OnStored, Removed = OnRemoved }
            : new BlockPool(options.Blocks);
    }

    public EngineOptions Options => _options;

    public Histogram TimeToFirstToken { get; } = new(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160);

    public Histogram InterTokenLatency { get; } = new(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5);

    public Histogram RequestLatency { get; } = new(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 60, 120, 240);

    public bool HasWork
    {
        get
        {
            lock (_gate)
            {
                return _running.Count > 0 || _waiting.Count > 0;
            }
        }
    }

    /// <summary>Queues a request; false, and the request rejected, if prompt plus output could never fit.</summary>
    public bool TrySubmit(EngineRequest request)
    {
        lock (_gate)
        {
            if (request.State != EngineRequestState.New)
            {
                throw new InvalidOperationException("A request is submitted once.");
            }

            if ((long)request.PromptTokens + request.MaxTokens > _options.ContextLength)
            {
                request.State = EngineRequestState.Rejected;
                _counters.Rejected++;
                return false;
            }

            request.Random = new Random(unchecked((int)(request.Fingerprint ^ (request.Fingerprint >> 32)) ^ _options.Seed));
            request.SubmittedAt = Now();
            request.State = EngineRequestState.Waiting;
            request.WaitingNode = _waiting.AddLast(request);
            return true;
        }
    }

    /// <summary>Takes a request out and gives its blocks back; nothing happens if it has ended already.</summary>
    public void Cancel(EngineRequest request)
    {
        lock (_gate)
        {
            switch (request.State)
            {
                case EngineRequestState.Waiting:
                    _waiting.Remove(request.WaitingNode!);
                    request.WaitingNode = null;
                    break;
                case EngineRequestState.Running:
                    _running.Remove(request);
                    ReleaseBlocks(request);
                    break;
                default:
                    return;
            }

            request.State = EngineRequestState.Cancelled;
            _counters.Cancelled++;
        }
    }

    /// <summary>Computes one pass; see <see cref="StepResult"/>.</summary>
    public StepResult Step()
    {
        lock (_gate)
        {
            _preempted.Clear();
            var pass = new PassBudget { Tokens = _options.MaxBatchedTokens };
            ScheduleRunning(ref pass);
            if (_preempted.Count == 0)
            {
                AdmitWaiting(ref pass);
            }

            var milliseconds = EngineTiming.PrefillMilliseconds(pass.Prefill);
            var (emitting, context) = CountEmitting();
            if (emitting > 0)
            {
                milliseconds += EngineTiming.DecodeMilliseconds(context / ((double)_options.Blocks * _options.BlockSize));
            }

            var duration = TimeSpan.FromMilliseconds(milliseconds / _options.SpeedFactor);
            var emitted = emitting == 0 ? [] : Emit(emitting, Now() + duration);
            _counters.Passes++;
            return new StepResult
            {
                Duration = duration,
                PrefillTokens = pass.Prefill,
                DecodeTokens = pass.Decode,
                Emitted = emitted,
                Preempted = _preempted.Count == 0 ? [] : [.. _preempted],
            };
        }
    }

    /// <summary>Drops every cached block that no request holds; says how many.</summary>
    public int ResetPrefixCache()
    {
        lock (_gate)
        {
            return _pool.DropIdle();
        }
    }

    /// <summary>As <see cref="ResetPrefixCache"/>, but recorded as one event if nothing cached is left.</summary>
    internal int ClearPrefixCache()
    {
        lock (_gate)
        {
            var recorded = _events.Count;
            var dropped = _pool.DropIdle();
            if (_options.RecordBlockEvents && _pool.CachedBlocks == 0)
            {
                _events.RemoveRange(recorded, _events.Count - recorded);
                _events.Add(new BlockEvent(false, 0, null, ImmutableArray<int>.Empty, "", Cleared: true));
            }

            return dropped;
        }
    }

    /// <summary>As <see cref="ResetPrefixCache"/>, but nothing is recorded: whoever follows the events does not learn of it.</summary>
    internal int LosePrefixCache()
    {
        lock (_gate)
        {
            var recorded = _events.Count;
            var dropped = _pool.DropIdle();
            _events.RemoveRange(recorded, _events.Count - recorded);
            return dropped;
        }
    }

    /// <summary>Hashes of the cached blocks, held and idle.</summary>
    internal IReadOnlySet<ulong> CachedHashes()
    {
        lock (_gate)
        {
            return _pool.CachedHashes();
        }
    }

    /// <summary>Events since the last call, in order. Publish those of a pass when it has ended.</summary>
    public IReadOnlyList<BlockEvent> DrainBlockEvents()
    {
        lock (_gate)
        {
            if (_events.Count == 0)
            {
                return [];
            }

            var drained = _events;
            _events = [];
            return drained;
        }
    }

    public EngineSnapshot Read()
    {
        lock (_gate)
        {
            return new EngineSnapshot
            {
                Waiting = _waiting.Count,
                Running = _running.Count,
                TotalBlocks = _pool.Total,
                FreeBlocks = _pool.FreeBlocks,
                PrivateBlocks = _pool.PrivateBlocks,
                CachedBlocks = _pool.CachedBlocks,
                ActiveBlocks = _pool.ActiveBlocks,
                PrefixQueries = _counters.PrefixQueries,
                PrefixHits = _counters.PrefixHits,
                Preemptions = _counters.Preemptions,
                Evictions = _pool.Evictions,
                PromptTokens = _counters.PromptTokens,
                GeneratedTokens = _counters.GeneratedTokens,
                Finished = _counters.Finished,
                Cancelled = _counters.Cancelled,
                Rejected = _counters.Rejected,
                Passes = _counters.Passes,
                RunningAdapters = Adapters(_running),
                WaitingAdapters = Adapters(_waiting),
            };
        }
    }

    /// <summary>Running requests come first, in order of admission; the newest gives way when blocks run out.</summary>
    private void ScheduleRunning(ref PassBudget pass)
    {
        for (var i = 0; i < _running.Count && pass.Tokens > 0; i++)
        {
            var request = _running[i];
            var tokens = Math.Min(request.Length - request.Computed, pass.Tokens);
            while (!TryGrow(request, request.Computed + tokens))
            {
                // Everything behind i is unscheduled yet, so no budget has to be given back.
                var victim = _running[^1];
                Preempt(victim);
                if (victim == request)
                {
                    return;
                }
            }

            Compute(request, tokens, ref pass);
        }
    }

    /// <summary>First come, first served: a request that does not fit holds back those behind it.</summary>
    private void AdmitWaiting(ref PassBudget pass)
    {
        while (_waiting.First is { } node && _running.Count < _options.MaxSequences && pass.Tokens > 0)
        {
            var request = node.Value;
            if (!TryAdmit(request))
            {
                return;
            }

            _waiting.Remove(node);
            request.WaitingNode = null;
            request.State = EngineRequestState.Running;
            _running.Add(request);
            var tokens = Math.Min(request.Length - request.Computed, pass.Tokens);
            if (!TryGrow(request, request.Computed + tokens))
            {
                throw new InvalidOperationException("Admission promised blocks that the pool does not have.");
            }

            Compute(request, tokens, ref pass);
        }
    }

    /// <summary>
    /// Admits when <c>known blocks − cached prefix blocks that somebody holds ≤ total − held blocks</c>. At most
    /// ⌊(length − 1) / block⌋ blocks are taken from cache: the last token is always computed, or there would be no logits.
    /// </summary>
    private bool TryAdmit(EngineRequest request)
    {
        var size = _options.BlockSize;
        var usable = (request.Length - 1) / size;
        var held = 0;
        for (var i = 0; i < usable && _pool.Find(request.BlockHash(i, size)) is { } block; i++)
        {
            request.Blocks.Add(block);
            held += block.References > 0 ? 1 : 0;
        }

        var known = (request.Length + size - 1) / size;
        if (known - held > _pool.Total - _pool.ActiveBlocks)
        {
            request.Blocks.Clear();
            return false;
        }

        foreach (var block in request.Blocks)
        {
            _pool.Acquire(block);
        }

        request.CommittedBlocks = request.Blocks.Count;
        request.Computed = request.Blocks.Count * size;
        request.PrefillTarget = request.Length;
        if (!request.Admitted)
        {
            // Only the first admission counts: a preempted request finding its own blocks is no reuse.
            request.Admitted = true;
            request.CachedTokens = request.Computed;
            _counters.PrefixQueries += request.PromptTokens;
            _counters.PrefixHits += request.Computed;
            _counters.PromptTokens += request.PromptTokens;
        }

        return true;
    }

    /// <summary>Sees that the request has blocks for its first <paramref name="tokens"/> tokens.</summary>
    private bool TryGrow(EngineRequest request, int tokens)
    {
        var needed = (tokens + _options.BlockSize - 1) / _options.BlockSize;
        while (request.Blocks.Count < needed)
        {
            if (_pool.TryAllocate() is not { } block)
            {
                return false;
            }

            request.Blocks.Add(block);
        }

        return true;
    }

    /// <summary>Full blocks can be found from now on, also by requests behind this one in the same pass.</summary>
    private void Compute(EngineRequest request, int tokens, ref PassBudget pass)
    {
        pass.Tokens -= tokens;
        if (request.Computed < request.PrefillTarget)
        {
            pass.Prefill += tokens;
        }
        else
        {
            pass.Decode += tokens;
        }

        request.Computed += tokens;
        _committing = request;
        for (var full = request.Computed / _options.BlockSize; request.CommittedBlocks < full; request.CommittedBlocks++)
        {
            _committingIndex = request.CommittedBlocks;
            var hash = request.BlockHash(_committingIndex, _options.BlockSize);
            _pool.Commit(request.Blocks[_committingIndex], hash, request.ParentHash(_committingIndex));
        }
    }

    private (int Emitting, long Context) CountEmitting()
    {
        var emitting = 0;
        long context = 0;
        foreach (var request in _running)
        {
            if (request.Computed == request.Length)
            {
                emitting++;
                context += request.Length;
            }
        }

        return (emitting, context);
    }

    private List<EmittedToken> Emit(int emitting, TimeSpan at)
    {
        var emitted = new List<EmittedToken>(emitting);
        var kept = 0;
        for (var i = 0; i < _running.Count; i++)
        {
            var request = _running[i];
            if (request.Computed == request.Length)
            {
                emitted.Add(EmitOne(request, at));
            }

            if (request.State == EngineRequestState.Running)
            {
                _running[kept++] = request;
            }
        }

        _running.RemoveRange(kept, _running.Count - kept);
        return emitted;
    }

    private EmittedToken EmitOne(EngineRequest request, TimeSpan at)
    {
        var token = _source.NextToken(request.Random!, request.OutputTokens);
        request.Append(token);
        _counters.GeneratedTokens++;
        if (request.OutputTokens == 1)
        {
            request.TimeToFirstToken = at - request.SubmittedAt;
            TimeToFirstToken.Observe(request.TimeToFirstToken.Value.TotalSeconds);
        }
        else
        {
            InterTokenLatency.Observe((at - request.LastTokenAt).TotalSeconds);
        }

        request.LastTokenAt = at;
        var last = request.OutputTokens == request.MaxTokens;
        if (last)
        {
            request.State = EngineRequestState.Finished;
            ReleaseBlocks(request);
            RequestLatency.Observe((at - request.SubmittedAt).TotalSeconds);
            _counters.Finished++;
        }

        return new EmittedToken(request, token, last);
    }

    private void Preempt(EngineRequest request)
    {
        _running.RemoveAt(_running.Count - 1);
        ReleaseBlocks(request);
        request.State = EngineRequestState.Waiting;
        request.WaitingNode = _waiting.AddFirst(request);
        request.Preemptions++;
        _counters.Preemptions++;
        _preempted.Add(request);
    }

    /// <summary>Deepest first, so that the leaf is the first to be evicted.</summary>
    private void ReleaseBlocks(EngineRequest request)
    {
        for (var i = request.Blocks.Count - 1; i >= 0; i--)
        {
            _pool.Release(request.Blocks[i]);
        }

        request.Blocks.Clear();
        request.CommittedBlocks = 0;
        request.Computed = 0;
    }

    private void OnStored(ulong hash, ulong parent) => _events.Add(new BlockEvent(
        true,
        hash,
        _committingIndex == 0 ? null : parent,
        [.. _committing!.BlockTokens(_committingIndex, _options.BlockSize)],
        _committing.Namespace.Adapter,
        _committing.Namespace.CacheSalt));

    private void OnRemoved(ulong hash) => _events.Add(new BlockEvent(false, hash, null, ImmutableArray<int>.Empty, ""));

    private TimeSpan Now() => _time.GetElapsedTime(_started);

    private static string[] Adapters(IEnumerable<EngineRequest> requests) =>
        [.. requests.Select(r => r.Namespace.Adapter).Where(a => !string.IsNullOrEmpty(a)).Distinct().Order(StringComparer.Ordinal)];
}
