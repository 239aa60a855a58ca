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
    }

    [Fact]
    public void Rules_AreTheEnabledOnesWithTheirThresholds()
    {
        var views = AlertRules.All.Select(r => new AlertView(r, r.Threshold, r.For, r.Id != "queue", AlertState.Ok, null, null, [], new AlertSetting(), false));

        var yaml = PrometheusRules.Write(views);

        Assert.Contains("- alert: PrefixConsoleErrorsCritical\n        expr: sum(rate(prefixconsole_gateway_requests_total{status=~\"5..\"}[2m]))", yaml, StringComparison.Ordinal);
        Assert.Contains("> 0.05\n        for: 120s\n        labels:\n          severity: critical", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("PrefixConsoleQueue", yaml, StringComparison.Ordinal);
        Assert.Contains("# preemptions: Not measured", yaml, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"prefixconsole_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<metric>prefixconsole_[a-z_]+)\{(?<key>[a-z_]+)[=~!]")]
    private static partial Regex Label();
}
