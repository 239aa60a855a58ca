using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Ingest;

/// <summary>What engines report of their caches, feed by feed, and how far it can be relied on.</summary>
public sealed partial class IngestPage
{
    private IngestView _view = null!;
    private IngestRow[] _rows = [];
    private IngestRow? _selected;
    private ColumnSort<IngestRow> _sort;
    private IReadOnlyList<QueryError> _errors = [];
    private IngestAction? _asked;
    private string? _said;

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required FleetBook Book { get; set; }

    [Inject]
    public required IngestMonitor Ingest { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "feed")]
    public string? Feed { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Ingest.Subscribe);
    }

    protected override void Read()
    {
        var query = new QueryReader();
        _sort = query.Sort("sort", Sort, IngestColumns.All);
        _errors = query.Errors;
        _view = Ingest.Read();
        _rows = [.. _sort.Apply(_view.Rows)];
        _selected = _rows.FirstOrDefault(r => r.Key == Feed);
    }

    private static string? Causes(IngestRow row)
    {
        if (row.DecodeErrors is null)
        {
            return null;
        }

        List<string> causes = [.. row.Feed?.Rejected.Select(r => $"{IngestWords.Of(r.Key)}: {Figures.Count(r.Value)}") ?? []];
        if (row.Transport is { Malformed: > 0 and var malformed })
        {
            causes.Add($"not a message of KV events: {Figures.Count(malformed)}");
        }

        return causes.Count == 0 ? "every event could be used" : string.Join("\n", causes);
    }

    private void AskResync(IngestRow row) => Ask(
        row,
        "Resync",
        row.Transport?.ReplayEndpoint is null
            ? "What it reported is forgotten. It has no replay: trust comes back as the engine stores its cache again."
            : "What it reported is forgotten and replayed from the engine's first batch.",
        "feed.resync",
        () => Ingest.Resync(row.Worker, row.Rank, "started over by an operator"));

    private void AskQuarantine(IngestRow row)
    {
        var on = row.Feed is { Quarantined: false };
        Ask(
            row,
            on ? "Quarantine" : "Release",
            on ? "Its events are counted and not used: routing goes by predictions until it is released." : "It starts over, and is used once it can be trusted.",
            FeedReports.Quarantine(on),
            () => Book.Quarantine(row.Worker, row.Rank, on, Desk.Actor.Name));
    }

    private void Ask(IngestRow row, string verb, string effect, string name, Func<bool> act) =>
        (_asked, _said) = (new IngestAction(row.Key, verb, effect, name, act, FeedReports.StateOf(Ingest, row.Worker, row.Rank)), null);

    private async Task ConfirmAsync(IngestAction asked)
    {
        _asked = null;
        _said = await Desk.DoAsync(asked.Name, asked.Key, asked.Act, asked.State) ? null : Desk.CanOperate ? $"{asked.Key} has gone meanwhile." : null;
        Read();
    }

    // Replaced, not pushed: looking at the table in another way is not a step to go back.
    private void Go(string? sort, string? feed) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["sort"] = sort, ["feed"] = feed }), replace: true);

    private void Select(IngestRow row) => Go(Sort, row.Key == Feed ? null : row.Key);
}
