namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Counts how the requests of one strategy revision end, as long as somebody compares or guards it. Some sums and a histogram: memory does not
/// depend on the rate, and counting allocates nothing. Thread-safe. Dispose of it to stop.
/// </summary>
public sealed class OutcomeTally : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DecisionLog _log;
    private readonly TimeSpan _limit;
    private readonly long[] _firstToken = new long[LatencyBuckets.Count];
    private OutcomeCounts _taken = OutcomeCounts.None;
    private int _requests;
    private int _errors;
    private int _failures;
    private int _good;
    private TokenTotals _tokens;

    /// <param name="log">Tells of requests that end.</param>
    /// <param name="revision">Whose decisions count: a retried request's last.</param>
    /// <param name="since">Requests decided before it do not count.</param>
    /// <param name="firstTokenLimit">Within which a success is goodput.</param>
    public OutcomeTally(DecisionLog log, int revision, DateTimeOffset since, TimeSpan firstTokenLimit)
    {
        (_log, Revision, Since, _limit) = (log, revision, since, firstTokenLimit);
        log.Completed += Count;
    }

    public int Revision { get; }

    public DateTimeOffset Since { get; }

    /// <summary>All that ended since the start of the tally.</summary>
    public OutcomeCounts Total()
    {
        lock (_gate)
        {
            return _taken + Read();
        }
    }

    /// <summary>What ended since this was last called.</summary>
    public OutcomeCounts Take()
    {
        lock (_gate)
        {
            var counts = Read();
            _taken += counts;
            (_requests, _errors, _failures, _good, _tokens) = (0, 0, 0, 0, default);
            Array.Clear(_firstToken);
            return counts;
        }
    }

    public void Dispose() => _log.Completed -= Count;

    private void Count(DecisionEntry entry)
    {
        // A pinned request was chosen by an operator, not by the revision.
        if (entry.Decision.Revision != Revision || entry.Decision.Request.Pinned || entry.Decision.At < Since || entry.Outcome is not { } outcome)
        {
            return;
        }

        var facts = OutcomeFacts.From(entry, outcome, _limit);
        lock (_gate)
        {
            _requests++;
            _errors += facts.Failed ? 1 : 0;
            _failures += facts.ServerFailed ? 1 : 0;
            _good += facts.Good ? 1 : 0;
            _tokens += facts.Tokens;
            if (facts.FirstTokenMs is { } first)
            {
                _firstToken[LatencyBuckets.IndexOf(first / 1000.0)]++;
            }
        }
    }

    private OutcomeCounts Read() => new(_requests, _errors, new SampleFacts
    {
        FirstToken = _firstToken.AsSpan().ContainsAnyExcept(0L) ? [.. _firstToken] : [],
        ServerFailures = _failures,
        Good = _good,
        Prompt = _tokens.Prompt,
        Available = _tokens.Available,
        Captured = _tokens.Captured,
        Reporting = _tokens.Reporting,
        Delivered = _tokens.Delivered,
    });
}
