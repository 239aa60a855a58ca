using System.Diagnostics.Metrics;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The data plane's instruments. Tag values are bounded: paths the gateway serves, statuses, reasons, workers, causes, models that are served.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "PrefixConsole.Gateway";
    private const string PathTag = "path";
    private const string StatusTag = "status";
    private const string ModelTag = "model";
    private const string ReasonTag = "reason";
    private const string WorkerTag = "worker";
    private const string CauseTag = "cause";
    private const string OriginTag = "origin";
    private const string OutcomeTag = "outcome";

    // What never came to a decision has no model; to Prometheus an empty label is none.
    private const string NoModel = "";

    private readonly ModelNames _models;
    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _promptTokens;
    private readonly Counter<long> _availableTokens;
    private readonly Counter<long> _predictedTokens;
    private readonly Counter<long> _deliveredTokens;
    private readonly Counter<long> _reportingTokens;
    private readonly Counter<long> _lostTokens;
    private readonly Counter<long> _unexpectedTokens;
    private readonly Counter<long> _tokenizations;
    private readonly Histogram<double> _tokenizationTime;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _interTokenLatency;

    public GatewayMetrics(IMeterFactory factory, ModelNames models)
    {
        _models = models;
        _meter = factory.Create(MeterName);
        _requests = _meter.CreateCounter<long>("prefixconsole.gateway.requests", "{request}", "Requests answered, by path, status and, if they came to a decision, model.");
        _retries = _meter.CreateCounter<long>("prefixconsole.gateway.retries", "{retry}", "Second attempts, by the reason of the first one's failure.");
        _promptTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.prompt", "{token}", "Prompt tokens of served requests, estimated.");
        _availableTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.available", "{token}", "Prompt tokens that some worker was predicted to hold.");
        _predictedTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.predicted", "{token}", "Prompt tokens that the chosen worker was predicted to hold.");
        _deliveredTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.delivered", "{token}", "Prompt tokens that workers reported to have cached.");
        _reportingTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.reporting", "{token}", "Prompt tokens of the requests whose worker reported cached tokens.");
        _lostTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.lost", "{token}", "Prompt tokens that engines computed and did not take from a cache, by worker and cause.");
        _unexpectedTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.unexpected", "{token}", "Prompt tokens that engines had cached beyond what was expected, by worker.");
        _tokenizations = _meter.CreateCounter<long>("prefixconsole.gateway.tokenizations", "{prompt}", "Prompts whose tokens were asked for, by origin and outcome.");
        _tokenizationTime = Latency("prefixconsole.gateway.tokenization.duration", "What finding a prompt's tokens took.");
        _duration = Latency("prefixconsole.gateway.request.duration", "From arrival to the last byte.");
        _timeToFirstToken = Latency("prefixconsole.gateway.time_to_first_token", "From arrival to the first body byte.");
        _interTokenLatency = Latency("prefixconsole.gateway.inter_token_latency", "Mean gap between the events of a stream.");
    }

    /// <summary>A request that never reached a decision.</summary>
    public void Rejected(string path, int status) => Count(path, status, NoModel);

    public void Retried(string reason)
    {
        if (_retries.Enabled)
        {
            _retries.Add(1, new KeyValuePair<string, object?>(ReasonTag, reason));
        }
    }

    /// <summary>A prompt's tokens were asked for; both tags come from fixed sets.</summary>
    public void Tokenized(string origin, string outcome, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>(OriginTag, origin);
        if (_tokenizations.Enabled)
        {
            _tokenizations.Add(1, tag, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        }

        _tokenizationTime.Record(duration.TotalSeconds, tag);
    }

    public void Completed(string path, DecisionEntry entry, DecisionOutcome outcome)
    {
        Count(path, outcome.StatusCode, _models.Of(entry.Decision.Request.Model));
        var tag = new KeyValuePair<string, object?>(PathTag, path);
        _duration.Record(outcome.Duration.TotalSeconds, tag);
        if (outcome.TimeToFirstToken is { } first)
        {
            _timeToFirstToken.Record(first.TotalSeconds, tag);
        }

        if (outcome.InterTokenLatency is { } gap)
        {
            _interTokenLatency.Record(gap.TotalSeconds, tag);
        }

        if (entry.Decision.Request.Pinned)
        {
            // answered like any other, but no strategy chose where: how much of the cache it found says nothing of routing
            return;
        }

        // The same sums as the samples that alerts are evaluated on.
        var tokens = OutcomeFacts.TokensOf(entry.Decision, outcome);
        if (_promptTokens.Enabled && tokens.Prompt > 0)
        {
            _promptTokens.Add(tokens.Prompt);
            _availableTokens.Add(tokens.Available);
            _predictedTokens.Add(tokens.Captured);
            _deliveredTokens.Add(tokens.Delivered);
            _reportingTokens.Add(tokens.Reporting);
        }

        if (_lostTokens.Enabled && outcome is { Account: { } account, Served: { } served })
        {
            Lost(served.Value, account);
        }
    }

    public void Dispose() => _meter.Dispose();

    // Without advice the exporter's buckets are made for milliseconds: everything below 5 s would be in one.
    private Histogram<double> Latency(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBuckets.Bounds });

    private void Lost(string worker, in ReuseAccount account)
    {
        var tag = new KeyValuePair<string, object?>(WorkerTag, worker);
        foreach (var cause in ReuseCauses.All)
        {
            if (account[cause] is > 0 and var tokens)
            {
                _lostTokens.Add(tokens, tag, new KeyValuePair<string, object?>(CauseTag, ReuseCauses.NameOf(cause)));
            }
        }

        _unexpectedTokens.Add(account.Unexpected, tag);
    }

    private void Count(string path, int status, string model)
    {
        if (_requests.Enabled)
        {
            _requests.Add(
                1,
                new KeyValuePair<string, object?>(PathTag, path),
                new KeyValuePair<string, object?>(StatusTag, status),
                new KeyValuePair<string, object?>(ModelTag, model));
        }
    }
}
