using System.Runtime.InteropServices;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A worker of the reference simulator.</summary>
/// <remarks>
/// First come, first served; one prefill at a time; at most <see cref="Slots"/> requests prefilling or decoding. Prefill takes 5 ms plus
/// 0.05 s per 512 uncached tokens, decode 20 ms per token whatever else runs. Hits count when the prefill starts, against the cache as it
/// is then, and the prompt's blocks become resident at that moment. Generated tokens are not cached; running requests pin nothing.
/// </remarks>
internal sealed class PlainWorker(PlainEngineModel model, int cacheBlocks, EventQueue events, IBlockReports reports) : IReplayWorker
{
    public const int Slots = 32;
    public const double PrefillOverheadSeconds = 0.005;
    public const double PrefillSecondsPerToken = 0.05 / 512;
    public const double DecodeSecondsPerToken = 0.02;

    private readonly BlockLru _cache = new(cacheBlocks);
    private readonly Queue<Dispatch> _waiting = new();
    private readonly Dictionary<ulong, int> _held = [];
    private readonly List<ulong> _removed = [];
    private int _running;
    private bool _prefilling;

    public double PrefillSeconds { get; private set; }

    public EngineGauges Read() => new(_waiting.Count, _running, Math.Min(1, (double)_held.Count / cacheBlocks));

    public void Submit(Dispatch dispatch)
    {
        _waiting.Enqueue(dispatch);
        StartNext();
    }

    private void StartNext()
    {
        if (_prefilling || _running >= Slots || !_waiting.TryDequeue(out var dispatch))
        {
            return;
        }

        _prefilling = true;
        _running++;
        var cached = _cache.Match(dispatch.Request.Blocks);
        Touch(dispatch.Request.Blocks, cached);
        Hold(dispatch.Request.Blocks);
        var cachedTokens = cached * model.BlockTokens;
        var seconds = model.PrefillSeconds(dispatch.Request.Trace.InputTokens - cachedTokens);
        PrefillSeconds += seconds;
        events.Schedule(events.Time.Now + seconds, () => EndPrefill(dispatch, cachedTokens));
    }

    private void EndPrefill(Dispatch dispatch, int cachedTokens)
    {
        _prefilling = false;
        dispatch.FirstToken(events.Time.Now, cachedTokens);
        events.Schedule(events.Time.Now + (dispatch.Request.Trace.OutputTokens * DecodeSecondsPerToken), () => EndDecode(dispatch));
        StartNext();
    }

    private void EndDecode(Dispatch dispatch)
    {
        _running--;
        Release(dispatch.Request.Blocks);
        dispatch.Finish();
        StartNext();
    }

    private void Touch(ReadOnlySpan<ulong> blocks, int cached)
    {
        _removed.Clear();
        var resident = _cache.Touch(blocks, _removed);
        if (resident > cached)
        {
            reports.Stored(cached == 0 ? null : blocks[cached - 1], blocks[cached..resident]);
        }

        reports.Removed(CollectionsMarshal.AsSpan(_removed));
    }

    private void Hold(ReadOnlySpan<ulong> blocks)
    {
        foreach (var block in blocks)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_held, block, out _)++;
        }
    }

    private void Release(ReadOnlySpan<ulong> blocks)
    {
        foreach (var block in blocks)
        {
            ref var holders = ref CollectionsMarshal.GetValueRefOrNullRef(_held, block);
            if (--holders == 0)
            {
                _held.Remove(block);
            }
        }
    }
}
