using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Live;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>Shows the active strategy, edits and applies another, and returns to an earlier one.</summary>
public sealed partial class StrategyPage : IDisposable
{
    /// <summary>Who the console applies as while it has no users.</summary>
    private const string By = "console";

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private StrategyEditor _editor = null!;
    private StrategyRevision _current = null!;
    private ImmutableArray<StrategyRevision> _history = [];
    private LiveRefresh? _refresh;
    private ApplyPanel? _apply;
    private string _reason = "";
    private string? _chosenByUrl;
    private string? _unknown;

    [Inject]
    public required StrategyStore Store { get; set; }

    [Inject]
    public required StrategyCatalog Catalog { get; set; }

    [Inject]
    public required ISnackbar Snackbar { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Preselects a strategy.</summary>
    [SupplyParameterFromQuery(Name = "strategy")]
    public string? Name { get; set; }

    private string Api => ApiCall.Put(Navigation.BaseUri, _editor.Spec, _editor.Base.Number, _reason);

    public void Dispose()
    {
        Store.Changed -= OnStoreChanged;
        _refresh?.Dispose();
    }

    protected override void OnInitialized()
    {
        _editor = new StrategyEditor(Store, Catalog);
        Read();
        _refresh = new LiveRefresh(Time, s_interval, () => InvokeAsync(Follow));
        Store.Changed += OnStoreChanged;
    }

    protected override void OnParametersSet()
    {
        if (Name == _chosenByUrl)
        {
            return;
        }

        _chosenByUrl = Name;
        _unknown = null;
        if (Name is { Length: > 0 } name && name != _editor.Chosen.Name && !_editor.Choose(name))
        {
            _unknown = name;
        }
    }

    private void Choose(string name)
    {
        _apply?.Cancel();
        _unknown = null;
        if (name != _editor.Chosen.Name)
        {
            _editor.Choose(name);
        }

        _chosenByUrl = name;
        Navigation.NavigateTo($"/strategy?strategy={Uri.EscapeDataString(name)}", replace: true);
    }

    private void OnEdited() => _apply?.Cancel();

    private void Reload()
    {
        _editor.Reload();
        Read();
    }

    private void Rebase()
    {
        _editor.Rebase();
        Read();
    }

    private void Apply()
    {
        Report(_editor.Apply(By, _reason.Trim()));
    }

    private void ReturnTo(StrategyRevision revision)
    {
        var result = Store.Apply(revision.Spec, By, $"return to revision {revision.Number}", _current.Number);
        if (result.Applied && !_editor.Dirty)
        {
            _editor.Reload();
        }

        Report(result);
    }

    private void Report(ApplyResult result)
    {
        Read();
        if (result.Applied)
        {
            _reason = "";
            Snackbar.Add($"Revision {result.Revision.Number} active: {SpecDiff.Title(Catalog, result.Revision.Spec.Name)}", Severity.Success);
        }
        else if (result.Conflict)
        {
            Snackbar.Add($"Not applied: revision {result.Revision.Number} came first", Severity.Warning);
        }
        else
        {
            Snackbar.Add($"Not applied: {result.Errors[0].Field} {result.Errors[0].Message}", Severity.Error);
        }
    }

    private void Follow()
    {
        _editor.Follow();
        Read();
        StateHasChanged();
    }

    private void Read()
    {
        _current = Store.Current;
        _history = Store.History;
    }

    private void OnStoreChanged() => _refresh?.Signal();
}
