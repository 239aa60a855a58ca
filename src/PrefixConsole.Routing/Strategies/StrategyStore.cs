using System.Collections.Immutable;
using System.Security.Cryptography;

namespace PrefixConsole.Routing.Strategies;

/// <summary>The active revision, those before it, and a trial beside it. Readers take what serves once; applying swaps it.</summary>
public sealed partial class StrategyStore
{
    /// <summary>Bound of <see cref="History"/>; the oldest leave first.</summary>
    public const int HistoryLimit = 200;

    /// <summary>Who applied a revision that was active from a start on.</summary>
    public const string ConfigurationName = "configuration";

    private readonly Lock _writing = new();
    private readonly StrategyCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly StrategyContext _context;
    private readonly StrategyContext _previewContext;
    private volatile ServingRevisions _serving;
    private volatile bool _restored;
    private volatile CompiledPreview? _lastPreview;
    private ImmutableArray<StrategyRevision> _history;

    // Of revisions and trials alike: a decision's number names one of either.
    private int _lastNumber = 1;

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
        _serving = new ServingRevisions(Create(1, initial, time.GetUtcNow(), ConfigurationName, "start"), null);
        _history = [_serving.Active];
    }

    /// <summary>Raised after a change on the writer's thread; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>The active revision: decides everything that a <see cref="Trial"/> does not.</summary>
    public StrategyRevision Current => _serving.Active;

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

    /// <summary>Makes a spec the active revision, or changes nothing. A trial ends with it.</summary>
    /// <param name="spec">What to apply.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="expectedRevision">Number of the revision the editor started from; null applies over anything.</param>
    public ApplyResult Apply(StrategySpec spec, string by, string reason, int? expectedRevision)
    {
        var errors = _catalog.Validate(spec);
        if (!errors.IsEmpty)
        {
            return new ApplyResult(Current, errors, Conflict: false);
        }

        StrategyRevision applied;
        lock (_writing)
        {
            var active = _serving.Active;
            if (expectedRevision is { } expected && expected != active.Number)
            {
                return new ApplyResult(active, [], Conflict: true);
            }

            applied = Create(++_lastNumber, spec, Later(active.At), by, reason);
            NoteEnd(by, TrialOutcome.Replaced, $"revision {applied.Number} was applied to all", applied.At);
            Activate(applied);
        }

        Changed?.Invoke();
        return new ApplyResult(applied, [], Conflict: false);
    }

    /// <summary>Whether the revisions of an earlier run were taken over.</summary>
    public bool IsRestored => _restored;

    /// <summary>Whether this run has had nothing but the revision it began with.</summary>
    public bool IsUntouched
    {
        get
        {
            lock (_writing)
            {
                return _lastNumber == 1;
            }
        }
    }

    /// <summary>Takes over the revisions of an earlier run, at the start or later, as long as nothing was changed in this one: decisions made before keep the number they have.</summary>
    /// <param name="earlier">Newest first, not empty.</param>
    /// <param name="resume">Whether the newest of them is active again under its own number; else, and when it is not valid any more, the
    /// active spec becomes a new revision after it.</param>
    /// <param name="usedTo">Highest number that is taken, by trials too.</param>
    public RestoreOutcome Restore(IReadOnlyList<StrategyRevision> earlier, bool resume, int usedTo = 0)
    {
        bool resumed;
        lock (_writing)
        {
            if (_lastNumber > 1 || _restored)
            {
                return RestoreOutcome.TooLate;
            }

            _restored = true;
            var newest = earlier[0];
            resumed = resume && _catalog.Validate(newest.Spec).IsEmpty;
            _lastNumber = Math.Max(newest.Number, usedTo);
            var active = resumed
                ? Create(newest.Number, newest.Spec, newest.At, newest.By, newest.Reason)
                : Create(++_lastNumber, Current.Spec, Later(newest.At), Current.By, "configuration changed");
            _serving = new ServingRevisions(active, null);
            _history = [active, .. earlier.Skip(resumed ? 1 : 0).Take(HistoryLimit - 1)];
        }

        Changed?.Invoke();
        return resumed ? RestoreOutcome.Resumed : RestoreOutcome.Kept;
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

    private void Activate(StrategyRevision revision)
    {
        _history = [revision, .. _history.AsSpan()[..Math.Min(_history.Length, HistoryLimit - 1)]];
        _serving = new ServingRevisions(revision, null);
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
