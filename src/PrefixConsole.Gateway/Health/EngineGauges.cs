using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>What a scrape adds up to, sample by sample.</summary>
internal sealed class EngineGauges
{
    private const int MaxAdapterNames = 1_000;

    private double? _waiting;
    private double? _running;
    private double? _usage;
    private double? _blocks;
    private double? _queries;
    private double? _hits;
    private double? _preemptions;
    private double _adaptersAt = double.NegativeInfinity;
    private ImmutableArray<string> _active = [];
    private ImmutableArray<string> _queued = [];
    private double? _maxAdapters;

    public double? BlockSize { get; set; }

    /// <summary>Waiting requests by a name that another one says better; counts when no other is there.</summary>
    public double? Pending { get; set; }

    public void AddWaiting(double value) => Add(ref _waiting, value);

    public void AddRunning(double value) => Add(ref _running, value);

    public void AddBlocks(double? value) => Add(ref _blocks, value);

    public void AddQueries(double value) => Add(ref _queries, value);

    public void AddHits(double value) => Add(ref _hits, value);

    public void AddPreemptions(double value) => Add(ref _preemptions, value);

    public void SetUsage(double value) => _usage = Math.Max(_usage ?? 0, Math.Clamp(value, 0, 1));

    /// <summary>One of several accounts of LoRA adapters; the latest one is true.</summary>
    public void SetAdapters(double at, string? active, string? waiting, double? max)
    {
        if (at >= _adaptersAt)
        {
            (_adaptersAt, _active, _queued, _maxAdapters) = (at, Names(active), Names(waiting), max);
        }
    }

    public static double? Number(string? label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public WorkerMetrics ToMetrics(EngineKind engine, long timestamp) =>
        new(Int(_waiting ?? (engine is EngineKind.TensorRtLlm ? Pending : null)), Int(_running), _usage, Positive(_blocks), Positive(BlockSize), Long(_queries), Long(_hits), timestamp)
        {
            Engine = engine,
            Preemptions = Long(_preemptions),
            ActiveAdapters = _active,
            WaitingAdapters = _queued,
            MaxAdapters = Int(_maxAdapters),
        };

    private static ImmutableArray<string> Names(string? list) => list is null
        ? []
        : [.. list.Split(',', MaxAdapterNames + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(MaxAdapterNames)];

    private static void Add(ref double? sum, double? value)
    {
        if (value is not null)
        {
            sum = (sum ?? 0) + value;
        }
    }

    private static int? Int(double? value) => value is >= 0 ? (int)Math.Min(value.Value, int.MaxValue) : null;

    private static int? Positive(double? value) => value is >= 1 ? (int)Math.Min(value.Value, int.MaxValue) : null;

    private static long? Long(double? value) => value is >= 0 ? (long)Math.Min(value.Value, 1L << 53) : null;
}
