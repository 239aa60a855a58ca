using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrefixConsole.Alerts;

/// <summary>A Grafana dashboard (schema 39) over the metrics that we emit; the data source is asked for at import.</summary>
public static class GrafanaDashboard
{
    private const int Width = 8;
    private const int Height = 7;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly (string Title, string Unit, (string Expression, string Legend)[] Targets)[] s_panels =
    [
        ("Requests", "reqps", [("sum by (status) (rate(prefixconsole_gateway_requests_total[$__rate_interval]))", "{{status}}")]),
        ("Errors", "percentunit", [("""(sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[$__rate_interval])) or vector(0)) / sum(rate(prefixconsole_gateway_request_duration_seconds_count[$__rate_interval]))""", "failed")]),
        ("Errors by model", "percentunit", [("""sum by (model) (rate(prefixconsole_gateway_requests_total{model!="",status=~"5.."}[$__rate_interval])) / sum by (model) (rate(prefixconsole_gateway_requests_total{model!=""}[$__rate_interval]))""", "{{model}}")]),
        ("Retries", "reqps", [("sum by (reason) (rate(prefixconsole_gateway_retries_total[$__rate_interval]))", "{{reason}}")]),
        ("Time to first token", "s", [Quantile("time_to_first_token", 0.5), Quantile("time_to_first_token", 0.95), Quantile("time_to_first_token", 0.99)]),
        ("Inter-token latency", "s", [Quantile("inter_token_latency", 0.5), Quantile("inter_token_latency", 0.95)]),
        ("Request duration", "s", [Quantile("request_duration", 0.5), Quantile("request_duration", 0.95)]),
        ("Reuse of prompt tokens", "percentunit", [Reuse("available", "prompt"), Reuse("predicted", "prompt"), Reuse("delivered", "reporting")]),
        ("Tokens lost by cause", "short", [("sum by (cause) (rate(prefixconsole_gateway_tokens_lost_total[$__rate_interval]))", "{{cause}}")]),
        ("In flight by worker", "short", [("prefixconsole_worker_in_flight", "{{worker}}")]),
        ("KV use by worker", "percentunit", [("prefixconsole_worker_kv_usage", "{{worker}}")]),
        ("Engine queue by worker", "short", [("prefixconsole_worker_waiting", "{{worker}}")]),
        ("Workers ready, untrusted", "short", [("sum(prefixconsole_worker_ready)", "ready"), ("sum(prefixconsole_worker_untrusted)", "untrusted")]),
        ("KV event batches", "short", [("sum(rate(prefixconsole_kv_events_batches_total[$__rate_interval]))", "batches"), ("sum(rate(prefixconsole_kv_events_overflowed_total[$__rate_interval]))", "thrown away")]),
    ];

    public static string Write()
    {
        var panels = new JsonArray();
        for (var i = 0; i < s_panels.Length; i++)
        {
            panels.Add(Panel(i, s_panels[i]));
        }

        return new JsonObject
        {
            ["__inputs"] = new JsonArray(new JsonObject { ["name"] = "DS_PROMETHEUS", ["label"] = "Prometheus", ["type"] = "datasource", ["pluginId"] = "prometheus" }),
            ["title"] = "PrefixConsole",
            ["uid"] = "prefixconsole",
            ["schemaVersion"] = 39,
            ["tags"] = new JsonArray("llm", "prefixconsole"),
            ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
            ["refresh"] = "30s",
            ["panels"] = panels,
        }.ToJsonString(s_indented);
    }

    private static JsonObject Panel(int index, (string Title, string Unit, (string Expression, string Legend)[] Targets) panel)
    {
        var targets = new JsonArray();
        for (var i = 0; i < panel.Targets.Length; i++)
        {
            targets.Add(new JsonObject { ["refId"] = ((char)('A' + i)).ToString(), ["expr"] = panel.Targets[i].Expression, ["legendFormat"] = panel.Targets[i].Legend });
        }

        return new JsonObject
        {
            ["id"] = index + 1,
            ["type"] = "timeseries",
            ["title"] = panel.Title,
            ["datasource"] = new JsonObject { ["type"] = "prometheus", ["uid"] = "${DS_PROMETHEUS}" },
            ["gridPos"] = new JsonObject { ["x"] = index % 3 * Width, ["y"] = index / 3 * Height, ["w"] = Width, ["h"] = Height },
            ["fieldConfig"] = new JsonObject { ["defaults"] = new JsonObject { ["unit"] = panel.Unit, ["min"] = 0 }, ["overrides"] = new JsonArray() },
            ["targets"] = targets,
        };
    }

    private static (string, string) Quantile(string metric, double quantile) => (
        FormattableString.Invariant($"histogram_quantile({quantile}, sum by (le) (rate(prefixconsole_gateway_{metric}_seconds_bucket[$__rate_interval])))"),
        FormattableString.Invariant($"p{quantile * 100}"));

    private static (string, string) Reuse(string tokens, string of) =>
        ($"sum(rate(prefixconsole_gateway_tokens_{tokens}_total[$__rate_interval])) / sum(rate(prefixconsole_gateway_tokens_{of}_total[$__rate_interval]))", tokens);
}
