using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using PrefixConsole.Alerts;
using PrefixConsole.Tests.Whole;

namespace PrefixConsole.Tests.Alerts;

/// <summary>What is exported for Prometheus and Grafana names only metrics that the running app emits.</summary>
public sealed partial class ExportsTests
{
    // Emitted when something happens that does not in this test; each is an instrument of GatewayMetrics or KvEventMetrics.
    private static readonly string[] s_onEvent = ["prefixconsole_gateway_retries_total", "prefixconsole_kv_events_overflowed_total"];

    [Fact]
    public async Task Exports_NameOnlyMetricsAndLabelsThatAreEmitted()
    {
        await using var app = await RunningApp.StartAsync("--Routing:Strategy=precise-prefix");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await app.Gateway.PostAsJsonAsync(
                "v1/chat/completions",
                new { model = "demo-8b", stream = true, stream_options = new { include_usage = true }, max_tokens = 8, messages = new[] { new { role = "user", content = string.Join(' ', Enumerable.Range(0, 300)) } } },
                TestContext.Current.CancellationToken);
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        // The exporter answers from a cache for a moment after the last scrape.
        var scrape = "";
        await Eventually.TrueAsync(
            async () => (scrape = await app.Console.GetStringAsync("metrics", TestContext.Current.CancellationToken)).Contains("prefixconsole_gateway_tokens_delivered_total", StringComparison.Ordinal),
            "the finished requests are in the scrape");
        var rules = await app.Console.GetStringAsync("api/alerts/prometheus-rules.yaml", TestContext.Current.CancellationToken);
        using var dashboard = JsonDocument.Parse(await app.Console.GetStringAsync("api/grafana-dashboard.json", TestContext.Current.CancellationToken));
        var expressions = string.Join('\n', dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()));

        var named = Metric().Matches(rules + expressions).Select(m => m.Value).Distinct().ToArray();
        Assert.True(named.Length >= 15, $"only {named.Length} metrics are named");
        Assert.All(named.Except(s_onEvent), name => Assert.Matches($@"(?m)^{name}(\{{| )", scrape));
        foreach (Match label in Label().Matches(rules + expressions))
        {
            var (metric, key) = (label.Groups["metric"].Value, label.Groups["key"].Value);
            Assert.True(s_onEvent.Contains(metric) || Regex.IsMatch(scrape, $@"(?m)^{metric}\{{[^}}]*{key}="), $"{metric} has no label {key}");
        }

        Assert.Contains("by (model)", rules, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^prefixconsole_gateway_requests_total\{[^}]*model=""demo-8b""", scrape);

        // The exporter's default buckets are made for milliseconds: every first token below 5 s was in one.
        foreach (var histogram in (string[])["time_to_first_token", "request_duration", "inter_token_latency"])
        {
            foreach (var bound in (string[])["0.001", "0.05", "1", "2.5", "3", "4", "7.5", "10", "15", "25", "30", "45", "100"])
            {
                Assert.Matches($@"(?m)^prefixconsole_gateway_{histogram}_seconds_bucket\{{[^}}]*le=""{Regex.Escape(bound)}""", scrape);
            }
        }

        foreach (Match by in By().Matches(rules + expressions))
        {
            var (metric, key) = (by.Groups["metric"].Value, by.Groups["key"].Value);
            Assert.True(s_onEvent.Contains(metric) || Regex.IsMatch(scrape, $@"(?m)^{metric}\{{[^}}]*{key}="), $"{metric} has no label {key}");
        }

        foreach (var target in dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(p => p.GetProperty("targets").EnumerateArray()))
        {
            var expression = target.GetProperty("expr").GetString()!;
            if (Legend().Match(target.GetProperty("legendFormat").GetString()!) is { Success: true } legend)
            {
                var (key, metric) = (legend.Groups["key"].Value, Metric().Match(expression).Value);
                // What an aggregation drops has no legend.
                Assert.True(!expression.Contains("sum", StringComparison.Ordinal) || expression.Contains($"by ({key})", StringComparison.Ordinal), expression);
                Assert.True(s_onEvent.Contains(metric) || Regex.IsMatch(scrape, $@"(?m)^{metric}\{{[^}}]*{key}="), $"{metric} has no label {key}");
            }
        }

        Assert.Contains($"runbook_url: '{app.Console.BaseAddress!.GetLeftPart(UriPartial.Authority)}/help#alert-queue'", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_AreTheEnabledOnesWithTheirThresholds()
    {
        var views = AlertRules.All.Select(r => new AlertView(r, r.Threshold, r.For, r.Id != "queue", AlertState.Ok, null, null, [], new AlertSetting(), false));

        var yaml = PrometheusRules.Write(views, "http://console");

        Assert.Contains("- alert: PrefixConsoleErrorsCritical\n        expr: (sum(rate(prefixconsole_gateway_requests_total{status=~\"5..\"}[5m])) or vector(0))", yaml, StringComparison.Ordinal);
        Assert.Contains("> 0.05\n        for: 120s\n        labels:\n          severity: critical", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("PrefixConsoleQueue", yaml, StringComparison.Ordinal);
        Assert.Contains("summary: 'Requests of a model fail: {{ $labels.model }}'", yaml, StringComparison.Ordinal);
        Assert.Equal(AlertRules.All.Count - 1, yaml.Split("- alert:").Length - 1);
    }

    /// <summary>The exported condition of each rule: same window, same definition and same comparison as the evaluator's.</summary>
    [Theory]
    [InlineData("errors-warning", """(sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[5m])) or vector(0)) / sum(rate(prefixconsole_gateway_request_duration_seconds_count[5m])) > 0.01""")]
    [InlineData("availability", """1 - (sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[1h])) or vector(0)) / sum(rate(prefixconsole_gateway_request_duration_seconds_count[1h])) < 0.999 and 1 - (sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[5m])) or vector(0)) / sum(rate(prefixconsole_gateway_request_duration_seconds_count[5m])) < 0.999""")]
    [InlineData("ttft-p95", "histogram_quantile(0.95, sum by (le) (rate(prefixconsole_gateway_time_to_first_token_seconds_bucket[1h]))) > 3")]
    [InlineData("ttft-p99-critical", "histogram_quantile(0.99, sum by (le) (rate(prefixconsole_gateway_time_to_first_token_seconds_bucket[5m]))) > 30")]
    [InlineData("duration-p99", "histogram_quantile(0.99, sum by (le) (rate(prefixconsole_gateway_request_duration_seconds_bucket[5m]))) > 10")]
    [InlineData("kv-usage", "max(prefixconsole_worker_kv_usage) > 0.9")]
    [InlineData("queue", "max(prefixconsole_worker_waiting) > 50")]
    [InlineData("hit-rate", "(sum(rate(prefixconsole_gateway_tokens_delivered_total[5m])) / (sum(rate(prefixconsole_gateway_tokens_reporting_total[5m])) > 0) or sum(rate(prefixconsole_gateway_tokens_predicted_total[5m])) / (sum(rate(prefixconsole_gateway_tokens_prompt_total[5m])) > 0)) < 0.3")]
    [InlineData("no-worker", "(sum(prefixconsole_worker_ready) or vector(0)) < 1")]
    [InlineData("worker-down", "sum(1 - prefixconsole_worker_ready - prefixconsole_worker_draining) > 0")]
    [InlineData("untrusted", "sum(prefixconsole_worker_untrusted) > 0")]
    [InlineData("preemptions", "sum(rate(prefixconsole_worker_preemptions_total[5m])) > 1")]
    [InlineData("prefill-decode", """sum(prefixconsole_worker_running{role="prefill"}) / clamp_min(sum(prefixconsole_worker_running{role="decode"}), 1) > 3""")]
    [InlineData("model-errors", """sum by (model) (rate(prefixconsole_gateway_requests_total{model!="",status=~"5.."}[5m])) / sum by (model) (rate(prefixconsole_gateway_requests_total{model!=""}[5m])) > 0.1""")]
    public void Expression_OfEachSignal_IsTheConditionEvaluated(string rule, string expression) =>
        Assert.Equal(expression, PrometheusRules.Expression(AlertRules.Find(rule)!, AlertRules.Find(rule)!.Threshold));

    [GeneratedRegex(@"prefixconsole_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<metric>prefixconsole_[a-z_]+)\{(?<key>[a-z_]+)[=~!]")]
    private static partial Regex Label();

    [GeneratedRegex(@"by \((?<key>[a-z_]+)\) \(rate\((?<metric>prefixconsole_[a-z_]+)")]
    private static partial Regex By();

    [GeneratedRegex(@"\{\{(?<key>[a-z_]+)\}\}")]
    private static partial Regex Legend();
}
