using System.Globalization;
using System.Text;

namespace PrefixConsole.Alerts;

/// <summary>The enabled rules as a file for Prometheus (<c>rule_files</c>), over the metrics that we emit.</summary>
public static class PrometheusRules
{
    /// <param name="views">The rules.</param>
    /// <param name="console">Address of the console, without a slash at its end: each alert links to its runbook there.</param>
    public static string Write(IEnumerable<AlertView> views, string console)
    {
        var text = new StringBuilder("# Made by PrefixConsole from the thresholds in force.\ngroups:\n  - name: prefixconsole\n    rules:\n");
        foreach (var view in views.Where(v => v.Enabled).OrderBy(v => v.Rule.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"      - alert: {Name(view.Rule.Id)}\n");
            text.Append(CultureInfo.InvariantCulture, $"        expr: {Expression(view.Rule, view.Threshold)}\n");
            text.Append(CultureInfo.InvariantCulture, $"        for: {(int)view.For.TotalSeconds}s\n");
            text.Append(CultureInfo.InvariantCulture, $"        labels:\n          severity: {view.Rule.Severity.ToString().ToLowerInvariant()}\n");
            text.Append(CultureInfo.InvariantCulture, $"        annotations:\n          summary: {Quote(Summary(view.Rule))}\n          description: {Quote(view.Rule.Cause + " " + view.Rule.NextStep)}\n");
            text.Append(CultureInfo.InvariantCulture, $"          runbook_url: {Quote($"{console}/help#alert-{view.Rule.Id}")}\n");
        }

        return text.ToString();
    }

    /// <summary>PromQL that has a result while the rule's condition holds; one for each model where the rule looks at models.</summary>
    internal static string Expression(AlertRule rule, double threshold)
    {
        var (compare, limit) = (rule.Above ? ">" : "<", threshold.ToString(CultureInfo.InvariantCulture));
        if (rule.Signal == AlertSignal.Availability)
        {
            return $"1 - {Failures(rule.Window)} {compare} {limit} and 1 - {Failures(AlertRules.ShortWindow)} {compare} {limit}";
        }

        var window = Range(rule.Window);
        var signal = rule.Signal switch
        {
            AlertSignal.ErrorRatio => Failures(rule.Window),
            AlertSignal.ModelErrorRatio =>
                $"sum by (model) (rate(prefixconsole_gateway_requests_total{{model!=\"\",status=~\"5..\"}}[{window}])) / sum by (model) (rate(prefixconsole_gateway_requests_total{{model!=\"\"}}[{window}]))",
            AlertSignal.TtftP95 => Quantile("time_to_first_token", 0.95, window),
            AlertSignal.TtftP99 => Quantile("time_to_first_token", 0.99, window),
            AlertSignal.DurationP99 => Quantile("request_duration", 0.99, window),
            AlertSignal.KvUsage => "max(prefixconsole_worker_kv_usage)",
            AlertSignal.QueueDepth => "max(prefixconsole_worker_waiting)",
            // A denominator of 0 must be no result and not NaN, or what the chosen workers were predicted to hold would never be used.
            AlertSignal.HitRate => $"(sum({Rate("tokens_delivered", window)}) / (sum({Rate("tokens_reporting", window)}) > 0) or sum({Rate("tokens_predicted", window)}) / (sum({Rate("tokens_prompt", window)}) > 0))",
            AlertSignal.NotReady => "sum(1 - prefixconsole_worker_ready - prefixconsole_worker_draining)",
            AlertSignal.Untrusted => "sum(prefixconsole_worker_untrusted)",
            AlertSignal.Ready => "(sum(prefixconsole_worker_ready) or vector(0))",
            AlertSignal.Preemptions => $"sum(rate(prefixconsole_worker_preemptions_total[{window}]))",
            AlertSignal.PrefillDecodeRatio => "sum(prefixconsole_worker_running{role=\"prefill\"}) / clamp_min(sum(prefixconsole_worker_running{role=\"decode\"}), 1)",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Signal, "a signal without an expression"),
        };
        return $"{signal} {compare} {limit}";
    }

    /// <summary>Prometheus puts the model in.</summary>
    private static string Summary(AlertRule rule) => rule.Signal == AlertSignal.ModelErrorRatio ? rule.Title + ": {{ $labels.model }}" : rule.Title;

    // Of the requests that came to a decision, as in the samples: the histogram counts those and no others.
    private static string Failures(TimeSpan window) =>
        $"(sum(rate(prefixconsole_gateway_requests_total{{status=~\"5..\"}}[{Range(window)}])) or vector(0)) / sum(rate(prefixconsole_gateway_request_duration_seconds_count[{Range(window)}]))";

    private static string Quantile(string metric, double share, string window) => string.Create(
        CultureInfo.InvariantCulture, $"histogram_quantile({share}, sum by (le) (rate(prefixconsole_gateway_{metric}_seconds_bucket[{window}])))");

    private static string Rate(string tokens, string window) => $"rate(prefixconsole_gateway_{tokens}_total[{window}])";

    private static string Range(TimeSpan window) => window >= TimeSpan.FromHours(1) ? $"{(int)window.TotalHours}h" : $"{(int)window.TotalMinutes}m";

    /// <summary>errors-critical → PrefixConsoleErrorsCritical.</summary>
    internal static string Name(string id) =>
        "PrefixConsole" + string.Concat(id.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
