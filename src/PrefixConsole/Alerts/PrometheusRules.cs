using System.Globalization;
using System.Text;

namespace PrefixConsole.Alerts;

/// <summary>The enabled rules as a file for Prometheus (<c>rule_files</c>), over the metrics that we emit.</summary>
public static class PrometheusRules
{
    public static string Write(IEnumerable<AlertView> views)
    {
        var text = new StringBuilder("# Made by PrefixConsole from the thresholds in force.\ngroups:\n  - name: prefixconsole\n    rules:\n");
        foreach (var view in views.Where(v => v.Enabled).OrderBy(v => v.Rule.Id, StringComparer.Ordinal))
        {
            if (Expression(view.Rule.Signal) is not { } expression)
            {
                text.Append(CultureInfo.InvariantCulture, $"      # {view.Rule.Id}: {view.Rule.Cause}\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"      - alert: {Name(view.Rule.Id)}\n");
            text.Append(CultureInfo.InvariantCulture, $"        expr: {expression} {(view.Rule.Above ? ">" : "<")} {view.Threshold}\n");
            text.Append(CultureInfo.InvariantCulture, $"        for: {(int)view.For.TotalSeconds}s\n");
            text.Append(CultureInfo.InvariantCulture, $"        labels:\n          severity: {view.Rule.Severity.ToString().ToLowerInvariant()}\n");
            text.Append(CultureInfo.InvariantCulture, $"        annotations:\n          summary: {Quote(view.Rule.Title)}\n          description: {Quote(view.Rule.Cause + " " + view.Rule.NextStep)}\n");
        }

        return text.ToString();
    }

    /// <summary>PromQL of a signal; null for one that nothing measures.</summary>
    internal static string? Expression(AlertSignal signal) => signal switch
    {
        AlertSignal.ErrorRatio => """sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[2m])) / sum(rate(prefixconsole_gateway_requests_total[2m]))""",
        AlertSignal.Availability => """1 - sum(rate(prefixconsole_gateway_requests_total{status=~"5.."}[1h])) / sum(rate(prefixconsole_gateway_requests_total[1h]))""",
        AlertSignal.TtftP95 => "histogram_quantile(0.95, sum by (le) (rate(prefixconsole_gateway_time_to_first_token_seconds_bucket[2m])))",
        AlertSignal.TtftP99 => "histogram_quantile(0.99, sum by (le) (rate(prefixconsole_gateway_time_to_first_token_seconds_bucket[2m])))",
        AlertSignal.KvUsage => "max by (worker) (prefixconsole_worker_kv_usage)",
        AlertSignal.QueueDepth => "max by (worker) (prefixconsole_worker_waiting)",
        AlertSignal.HitRate => "sum(rate(prefixconsole_gateway_tokens_predicted_total[5m])) / sum(rate(prefixconsole_gateway_tokens_prompt_total[5m]))",
        AlertSignal.NotReady => "sum(1 - prefixconsole_worker_ready - prefixconsole_worker_draining)",
        AlertSignal.Untrusted => "sum(prefixconsole_worker_untrusted)",
        AlertSignal.Ready => "sum(prefixconsole_worker_ready)",
        _ => null,
    };

    /// <summary>errors-critical → PrefixConsoleErrorsCritical.</summary>
    internal static string Name(string id) =>
        "PrefixConsole" + string.Concat(id.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
