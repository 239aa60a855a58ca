using System.Collections.Immutable;
using System.Security.Cryptography;

namespace PrefixConsole.Routing.Strategies;

/// <summary>The active revision and those before it. Readers take <see cref="Current"/> once; applying swaps it.</summary>
public sealed class StrategyStore
{
    /// <summary>Bound of <see cref="History"/>; the oldest leave first.</summary>
    public const int HistoryLimit = 200;

    private readonly Lock _writing = new();
    private readonly StrategyCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly StrategyContext _context;
    private readonly StrategyContext _previewContext;
    private volatile StrategyRevision _current;
    private volatile CompiledPreview? _lastPreview;
    private ImmutableArray<StrategyRevision> _history;

    /// <param name="catalog">What a spec is checked against.</param>
    /// <param name="time">Clock of revisions and sessions.</param>
    /// <param name="initial">Becomes revision 1.</param>
    /// <param name="seed">Seed of the draws that break ties and of random strategies; null takes an unpredictable one.</param>
    /// <exception cref="ArgumentException"><paramref name="initial"/> is invalid; the message lists every error.</exception>
    public StrategyStore(StrategyCatalog catalog, TimeProvider time, StrategySpec initial, int? seed = null)
    {
        _catalog = catalog;
        _time = time;
        var draws = seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        _context = new StrategyContext(time, new Random(draws));
        _previewContext = _context.ForPreview(new Random(draws));
        ThrowIfInvalid(initial, nameof(initial));
        _current = Create(1, initial, time.GetUtcNow(), "configuration", "start");
        _history = [_current];
    }

    /// <summary>Raised after a change on the writer's thread; handlers only signal.</summary>
    public event Action? Changed;

    public StrategyRevision Current => _current;

    /// <summary>Newest first, the current one included.</summary>
    public ImmutableArray<StrategyRevision> History
    {
        get
        {
            lock (_writing)
            {
                return _history;
            }
        }
    }

    /// <summary>Makes a spec the active revision, or changes nothing.</summary>
    /// <param name="spec">What to apply.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="expectedRevision">Number of the revision the editor started from; null applies over anything.</param>
    public ApplyResult Apply(StrategySpec spec, string by, string reason, int? expectedRevision)
    {
        var errors = _catalog.Validate(spec);
        if (!errors.IsEmpty)
        {
            return new ApplyResult(_current, errors, Conflict: false);
        }

        StrategyRevision applied;
        lock (_writing)
        {
            if (expectedRevision is { } expected && expected != _current.Number)
            {
                return new ApplyResult(_current, [], Conflict: true);
            }

            applied = Create(_current.Number + 1, spec, Later(_current.At), by, reason);
            _history = [applied, .. _history.AsSpan()[..Math.Min(_history.Length, HistoryLimit - 1)]];
            _current = applied;
        }

        Changed?.Invoke();
        return new ApplyResult(applied, [], Conflict: false);
    }

    /// <summary>Takes over the revisions of an earlier run. For the start: decisions made before keep the number they have.</summary>
    /// <param name="earlier">Newest first.</param>
    /// <param name="resume">Whether the newest of them is active again under its own number; else, and when it is not valid any more, the
    /// active spec becomes a new revision after it.</param>
    /// <returns>Whether the newest is active.</returns>
    public bool Restore(IReadOnlyList<StrategyRevision> earlier, bool resume)
    {
        if (earlier.Count == 0)
        {
            return false;
        }

        bool resumed;
        lock (_writing)
        {
            var newest = earlier[0];
            resumed = resume && _catalog.Validate(newest.Spec).IsEmpty;
            _current = resumed
                ? Create(newest.Number, newest.Spec, newest.At, newest.By, newest.Reason)
                : Create(newest.Number + 1, _current.Spec, Later(newest.At), _current.By, "configuration changed");
            _history = [_current, .. earlier.Skip(resumed ? 1 : 0).Take(HistoryLimit - 1)];
        }

        Changed?.Invoke();
        return resumed;
    }

    /// <summary>A pipeline that reads the live state and moves none of it. The last one is kept: a preview is rarely asked once.</summary>
    internal StrategyPipeline CompilePreview(StrategySpec spec)
    {
        if (_lastPreview is { } last && ReferenceEquals(last.Spec, spec))
        {
            return last.Pipeline;
        }

        ThrowIfInvalid(spec, nameof(spec));
        var compiled = new CompiledPreview(spec, _catalog.Compile(spec, _previewContext));
        _lastPreview = compiled;
        return compiled.Pipeline;
    }

    private StrategyRevision Create(int number, StrategySpec spec, DateTimeOffset at, string by, string reason) => new()
    {
        Number = number,
        Spec = spec,
        At = at,
        By = by,
        Reason = reason,
        Pipeline = _catalog.Compile(spec, _context),
    };

    /// <summary>Now, or just after the revision before when the clock was set back: their times are in the order of their numbers.</summary>
    private DateTimeOffset Later(DateTimeOffset before) => _time.GetUtcNow() is var now && now > before ? now : before.AddTicks(1);

    private void ThrowIfInvalid(StrategySpec spec, string parameter)
    {
        var errors = _catalog.Validate(spec);
        if (!errors.IsEmpty)
        {
            throw new ArgumentException($"invalid strategy: {string.Join("; ", errors.Select(error => $"{error.Field}: {error.Message}"))}", parameter);
        }
    }

    private sealed record CompiledPreview(StrategySpec Spec, StrategyPipeline Pipeline);
}
