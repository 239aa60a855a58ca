using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>By what the table can be grouped, as the URL names it.</summary>
internal sealed record WorkerGrouping(string Key, string Title, Func<WorkerView, string> Of)
{
    public static IReadOnlyList<WorkerGrouping> All { get; } =
    [
        new("state", "state", WorkerStates.LabelOf),
        new("model", "model", w => w.Models.IsEmpty ? "no model known" : string.Join(", ", w.Models)),
        new("role", "role", w => w.Role.ToString()),
        new("trust", "trust", w => TrustChip.WordOf(w.Trust)),
    ];

    /// <summary>Null for none.</summary>
    public static WorkerGrouping? Parse(string? key) => All.FirstOrDefault(g => g.Key == key);

    /// <summary>The rows as they come, or each group's line before its rows; largest groups first.</summary>
    public static List<WorkerLine> Lines(WorkerGrouping? grouping, IReadOnlyList<WorkerRow> rows) => grouping is null
        ? [.. rows.Select(r => new WorkerLine(null, [], r))]
        :
        [
            .. rows
                .GroupBy(r => grouping.Of(r.Worker))
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .SelectMany(g => g.Select(r => new WorkerLine(null, [], r)).Prepend(new WorkerLine(g.Key, [.. g.Select(r => r.Worker)], null))),
        ];
}
