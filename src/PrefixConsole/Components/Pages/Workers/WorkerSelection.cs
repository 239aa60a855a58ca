using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>Which workers are listed and in what order. The page's URL and the query of <c>GET /api/workers</c> are both read here, so that they mean the same.</summary>
/// <param name="Text">What name, model, status, trust or temperature must contain; null for all.</param>
/// <param name="State">One of <see cref="WorkerStates.All"/>; null for all.</param>
/// <param name="Sort">Their order.</param>
internal sealed record WorkerSelection(string? Text, string? State, ColumnSort<WorkerView> Sort)
{
    /// <param name="q">The text.</param>
    /// <param name="state">The state.</param>
    /// <param name="sort">A column's key, with a minus in front for the other way round.</param>
    /// <param name="reader">Told what cannot be used, which is then left out.</param>
    public static WorkerSelection Read(string? q, string? state, string? sort, QueryReader reader) => new(
        string.IsNullOrWhiteSpace(q) ? null : reader.Text("q", q.Trim()),
        reader.Known("state", state, WorkerStates.All),
        reader.Sort("sort", sort, WorkerColumns.All));

    public IEnumerable<WorkerView> Of(IEnumerable<WorkerView> workers) => Sort.Apply(workers.Where(Matches));

    /// <summary>Path and query of the API's answer to the same question.</summary>
    public string ApiPath(string? format = null)
    {
        var query = new List<string>();
        Add("q", Text);
        Add("state", State);
        Add("sort", Sort.Column is { } column ? (Sort.Reversed ? "-" : "") + column.Key : null);
        Add("format", format);
        return "/api/workers" + (query.Count == 0 ? "" : "?" + string.Join('&', query));

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    private bool Matches(WorkerView worker) => (State is null || WorkerStates.Is(worker, State)) && (Text is not { } text
        || worker.Id.Value.Contains(text, StringComparison.OrdinalIgnoreCase)
        || worker.Status.ToString().Contains(text, StringComparison.OrdinalIgnoreCase)
        || StateChip.WordOf(worker.Status).Contains(text, StringComparison.OrdinalIgnoreCase)
        || TrustChip.WordOf(worker.Trust).Contains(text, StringComparison.OrdinalIgnoreCase)
        || TemperatureChip.WordOf(worker.Temperature.Level).Contains(text, StringComparison.OrdinalIgnoreCase)
        || worker.Models.Any(m => m.Contains(text, StringComparison.OrdinalIgnoreCase)));
}
