using System.Diagnostics.Metrics;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>The data plane's instruments. Tag values are bounded: paths the gateway serves, statuses, reasons, workers, causes.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "PrefixConsole.Gateway";
    private const string PathTag = "path";
    private const string StatusTag = "status";
    private const string ReasonTag = "reason";
    private const string WorkerTag = "worker";
    private const string CauseTag = "cause";
    private const string OriginTag = "origin";
    private const string OutcomeTag = "outcome";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _promptTokens;
    private readonly Counter<long> _availableTokens;
    private readonly Counter<long> _predictedTokens;
    private readonly Counter<long> _deliveredTokens;
    private readonly Counter<long> _lostTokens;
    private readonly Counter<long> _unexpectedTokens;
    private readonly Counter<long> _tokenizations;
    private readonly Histogram<double> _tokenizationTime;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _interTokenLatency;

    public GatewayMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _requests = _meter.CreateCounter<long>("prefixconsole.gateway.requests", "{request}", "Requests answered, by path and status.");
        _retries = _meter.CreateCounter<long>("prefixconsole.gateway.retries", "{retry}", "Second attempts, by the reason of the first one's failure.");
        _promptTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.prompt", "{token}", "Prompt tokens of routed requests, estimated.");
        _availableTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.available", "{token}", "Prompt tokens that some worker was predicted to hold.");
        _predictedTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.predicted", "{token}", "Prompt tokens that the chosen worker was predicted to hold.");
        _deliveredTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.delivered", "{token}", "Prompt tokens that workers reported to have cached.");
        _lostTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.lost", "{token}", "Prompt tokens that engines computed and did not take from a cache, by worker and cause.");
        _unexpectedTokens = _meter.CreateCounter<long>("prefixconsole.gateway.tokens.unexpected", "{token}", "Prompt tokens that engines had cached beyond what was expected, by worker.");
        _tokenizations = _meter.CreateCounter<long>("prefixconsole.gateway.tokenizations", "{prompt}", "Prompts whose tokens were asked for, by origin and outcome.");
        _tokenizationTime = _meter.CreateHistogram<double>("prefixconsole.gateway.tokenization.duration", "s", "What finding a prompt's tokens took.");
        _duration = _meter.CreateHistogram<double>("prefixconsole.gateway.request.duration", "s", "From arrival to the last byte.");
        _timeToFirstToken = _meter.CreateHistogram<double>("prefixconsole.gateway.time_to_first_token", "s", "From arrival to the first body byte.");
        _interTokenLatency = _meter.CreateHistogram<double>("prefixconsole.gateway.inter_token_latency", "s", "Mean gap between the events of a stream.");
    }

    /// <summary>A request that never reached a decision.</summary>
    public void Rejected(string path, int status) => Count(path, status);

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
        Count(path, outcome.StatusCode);
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

        if (_promptTokens.Enabled)
        {
            var decision = entry.Decision;
            _promptTokens.Add(outcome.PromptTokens ?? decision.Request.PromptTokens);
            _availableTokens.Add(decision.AvailableTokens);
            _predictedTokens.Add(decision.CapturedTokens);
            _deliveredTokens.Add(outcome.CachedTokens ?? 0);
        }

        if (_lostTokens.Enabled && outcome is { Account: { } account, Served: { } served })
        {
            Lost(served.Value, account);
        }
    }

    public void Dispose() => _meter.Dispose();

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

    private void Count(string path, int status)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, new KeyValuePair<string, object?>(PathTag, path), new KeyValuePair<string, object?>(StatusTag, status));
        }
    }
}
