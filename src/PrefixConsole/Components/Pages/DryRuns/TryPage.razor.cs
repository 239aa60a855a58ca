using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>Decides a pasted prompt with every strategy. The prompt is read from the browser when it is asked about, and dropped with the answer.</summary>
public sealed partial class TryPage : IAsyncDisposable
{
    // Earlier revisions to choose from.
    private const int RevisionsShown = 6;

    private const string TextHint = "You are a support assistant…";
    private const string RequestHint = """{"model": "…", "messages": [{"role": "user", "content": "…"}]}""";

    private readonly CancellationTokenSource _gone = new();
    private ElementReference _area;
    private DotNetObjectReference<TryPage>? _self;
    private IJSObjectReference? _script;
    private ImmutableArray<string> _models = [];
    private ImmutableArray<FieldError> _errors = [];
    private DryRunAnswer? _answer;
    private IReadOnlyList<StrategyRevision> _earlier = [];
    private ImmutableArray<int> _also = [];
    private string _salt = "";
    private string? _problem;
    private int _bytes;
    private bool _asking;
    private bool _outdated;

    [Inject]
    public required DryRunner Runner { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required StrategyStore Store { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime JS { get; set; }

    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "path")]
    public string? Path { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "session")]
    public string? SessionId { get; set; }

    /// <summary>Id of a run of the predicted tree.</summary>
    [SupplyParameterFromQuery(Name = "prefix")]
    public string? Prefix { get; set; }

    [SupplyParameterFromQuery(Name = "tokens")]
    public string? Tokens { get; set; }

    /// <summary>Earlier revisions to compare, with commas between.</summary>
    [SupplyParameterFromQuery(Name = "also")]
    public string? Also { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    private IReadOnlyList<QueryError> _queryErrors = [];

    private bool IsRequest => Mode == TryModes.Request;

    private bool IsPrefix => Mode == TryModes.Prefix;

    private bool IsTokens => Mode == TryModes.Tokens;

    /// <summary>There is no prompt to paste.</summary>
    private bool IsImagined => IsPrefix || IsTokens;

    private string ChosenPath => Path is { } path && DryRunner.Paths.Contains(path) ? path : DryRunner.Paths[0];

    private string ChosenModel => !string.IsNullOrEmpty(Model) ? Model : _models.FirstOrDefault("");

    private string? PromptError => TryErrors.OfPrompt(_errors);

    public async ValueTask DisposeAsync()
    {
        Registry.Changed -= OnFleetChanged;
        await _gone.CancelAsync();
        _gone.Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("detach", _area);
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone and taken its script with it.
        }

        _self?.Dispose();
    }

    /// <summary>The text area has so many bytes now; its text stays in the browser.</summary>
    [JSInvokable]
    public void OnSize(int bytes)
    {
        (_bytes, _outdated) = (bytes, true);
        StateHasChanged();
    }

    /// <summary>Ctrl+Enter in the text area.</summary>
    [JSInvokable]
    public async Task OnAsk()
    {
        await AskAsync();
        StateHasChanged();
    }

    protected override void OnInitialized() => Registry.Changed += OnFleetChanged;

    protected override void OnParametersSet()
    {
        var query = new QueryReader();
        query.Known("mode", Mode, TryModes.All);
        query.Known("path", Path, DryRunner.Paths);
        ReadRevisions(query);
        query.Sort("sort", Sort, TryColumns.All);
        _queryErrors = query.Errors;
        ReadModels();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _self = DotNetObjectReference.Create(this);
            _script = await JS.InvokeAsync<IJSObjectReference>("import", "/js/prompt.js");
            await _script.InvokeVoidAsync("attach", _area, _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser left before it had loaded the page.
        }
    }

    private void ReadRevisions(QueryReader query)
    {
        var current = Store.Current.Number;
        var history = Store.History;
        var also = new List<int>();
        foreach (var part in (Also ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number != current && history.Any(r => r.Number == number) && !also.Contains(number) && also.Count < DryRunner.MaxRevisions)
            {
                also.Add(number);
            }
            else
            {
                query.Refuse("also", part, $"at most {DryRunner.MaxRevisions} numbers of earlier revisions, with commas between");
            }
        }

        _also = [.. also];
        _earlier = [.. history.Where(r => r.Number != current).Where((r, i) => i < RevisionsShown || also.Contains(r.Number))];
    }

    private void Choose(int revision, bool on) =>
        Go("also", string.Join(',', on ? _also.Add(revision) : _also.Remove(revision)));

    private static string Flag(bool value) => value ? "true" : "false";

    private string? ErrorOf(string field) => _errors.FirstOrDefault(e => e.Field == field)?.Message;

    private async Task ClearAsync()
    {
        (_answer, _errors, _problem, _bytes) = (null, [], null, 0);
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("clear", _area);
        }
    }

    private async Task SaveAsync(TryFile file)
    {
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("save", file.Name, file.Type, file.Text);
        }
    }

    private void ReadModels()
    {
        var known = Runner.Models;
        _models = !string.IsNullOrEmpty(Model) && !known.Contains(Model) ? [.. known, Model] : known;
    }

    private void OnFleetChanged() => _ = InvokeAsync(() =>
    {
        ReadModels();
        StateHasChanged();
    });

    // Replaced, not pushed: asking in another way is not a step to go back.
    private void Go(string name, object? value)
    {
        if (name != "sort")
        {
            _outdated = true;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value as string is { Length: > 0 } text ? text : null), replace: true);
    }
}
