using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Extensions;
using PrefixConsole.Access;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Audit;

/// <summary>The audit log, filtered by its URL.</summary>
public sealed partial class AuditPage : IDisposable
{
    private const int PageSize = 200;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions s_pretty = new() { WriteIndented = true };

    private readonly NewestRead _reading = new();
    private LiveRefresh? _refresh;
    private IReadOnlyList<AuditRow>? _rows;
    private string? _problem;
    private Guid? _open;
    private AuditFilter _filter = new();
    private IReadOnlyList<QueryError> _errors = [];

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required AuditLog Log { get; set; }

    [Inject]
    public required StoreState State { get; set; }

    [Inject]
    public required Microsoft.Extensions.Options.IOptions<StorageOptions> Options { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [SupplyParameterFromQuery(Name = "who")]
    public string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    public string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "target")]
    public string? Target { get; set; }

    [SupplyParameterFromQuery(Name = "result")]
    public string? Result { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    private bool Filtered => AtTime with { Before = null } != new AuditFilter();

    /// <summary>The filter with the time of the top bar, as of now.</summary>
    private AuditFilter AtTime
    {
        get
        {
            var (from, to) = TimeRange.ReadOpen(Range, From, To, Time.GetUtcNow());
            return _filter with { From = from, To = to };
        }
    }

    private string Coverage => $"{Shown} {Retention}";

    private string Shown => _rows switch
    {
        null => "",
        { Count: var count } when _problem is not null => $"{Figures.Count(count)} shown, of what is in memory.",
        { Count: PageSize } => $"The {(_filter.Before is null ? "newest" : "next")} {PageSize} that match are shown, the most of one page; the CSV has all that match.",
        { Count: var count } => $"{Figures.Count(count)} shown, {(_filter.Before is null ? "all that match" : "the oldest that match; the CSV has all")}.",
    };

    private string Retention => State.View.Status == StoreStatus.Off
        ? $"The last {Figures.Count(AuditLog.MemoryLimit)} entries, in memory only: a restart forgets them. Configure Storage to keep them."
        : $"Kept for {Options.Value.AuditAge.TotalDays:0.#} days at {State.View.Location}.";

    public void Dispose()
    {
        Log.Changed -= OnChanged;
        _refresh?.Dispose();
        _reading.Dispose();
    }

    protected override void OnInitialized()
    {
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(UpdateAsync));
        Log.Changed += OnChanged;
    }

    protected override Task OnParametersSetAsync()
    {
        var query = new QueryReader();
        _filter = new AuditFilter
        {
            Who = query.Text("who", Who),
            Action = query.Text("action", Action),
            Target = query.Text("target", Target),
            Result = query.Known("result", Result, AuditResults.All),
            Before = query.Id("before", Before, "the id of an entry"),
        };
        _errors = query.Errors;
        return ReadAsync();
    }

    private static string? Text(ChangeEventArgs change) => string.IsNullOrWhiteSpace(change.Value as string) ? null : ((string)change.Value).Trim();

    // Escaped is what could deceive a reader; the plus of a time's offset cannot.
    private static string Pretty(string? json) => json is null
        ? Figures.Missing
        : JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), s_pretty).Replace("\\u002B", "+", StringComparison.Ordinal);

    private void OnChanged() => _refresh?.Signal();

    private async Task UpdateAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        // On the server, whatever the page shows: who may not read gets nothing.
        if (!Desk.Actor.May(Permissions.Audit))
        {
            return;
        }

        var reading = _reading.Begin();
        try
        {
            var (rows, problem) = await Log.ReadAsync(AtTime, PageSize, reading);
            if (!reading.IsCancellationRequested)
            {
                (_rows, _problem) = (rows, problem);
            }
        }
        catch (OperationCanceledException)
        {
            // Something else was asked for, or the page was left.
        }
    }

    private void Go(string? who = "\0", string? action = "\0", string? target = "\0", string? result = "\0") => Navigation.NavigateTo(
        Href(_filter with { Who = Kept(who, _filter.Who), Action = Kept(action, _filter.Action), Target = Kept(target, _filter.Target), Result = Kept(result, _filter.Result), Before = null }),
        replace: true);

    private string Href(Guid? before) => Href(_filter with { Before = before });

    private string Href(AuditFilter filter) => "/audit" + Build(filter, ("range", Range), ("from", From), ("to", To));

    /// <summary>As many as are shown, of the same filter and the same moments.</summary>
    private string PageQuery => Query(AtTime, ("limit", PageSize.ToString(CultureInfo.InvariantCulture)));

    /// <summary>All that match, whatever page of them is shown.</summary>
    private string TableQuery => Query(AtTime with { Before = null }, ("format", "csv"));

    private static string Query(AuditFilter filter, (string Name, string? Value) more) => Build(filter, ("from", TimeRange.Write(filter.From)), ("to", TimeRange.Write(filter.To)), more);

    private static string? Kept(string? value, string? before) => value == "\0" ? before : value;

    private static string Build(AuditFilter filter, params IEnumerable<(string Name, string? Value)> more)
    {
        var query = new QueryBuilder();
        (string Name, string? Value)[] fields =
        [
            ("who", filter.Who), ("action", filter.Action), ("target", filter.Target), ("result", filter.Result), ("before", filter.Before?.ToString()),
        ];
        foreach (var (name, value) in fields.Concat(more))
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }

        return query.ToString();
    }
}
