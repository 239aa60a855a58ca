using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Components.Layout;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>Shows the active strategy, edits and applies another, and returns to an earlier one.</summary>
public sealed partial class StrategyPage : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private StrategyEditor _editor = null!;
    private StrategyRevision _current = null!;
    private ImmutableArray<StrategyRevision> _history = [];
    private LiveRefresh? _refresh;
    private ApplyPanel? _apply;
    private string _reason = "";
    private ConfirmChoice _confirm = ConfirmChoice.All[0];
    private string? _chosenByUrl;
    private string? _unknown;

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required StrategyStore Store { get; set; }

    [Inject]
    public required StrategyChanges Changes { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

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

    private string Api => ApiCall.Put(Navigation.BaseUri, _editor.Spec, _editor.Base.Number, _reason, _confirm.Wait);

    public void Dispose()
    {
        Store.Changed -= OnStoreChanged;
        _refresh?.Dispose();
    }

    protected override void OnInitialized()
    {
        _editor = new StrategyEditor(Store, Catalog);
        Read();
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(Follow));
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

    private async Task ApplyAsync()
    {
        if (await ChangeAsync(() => Changes.ApplyAsync(Desk.Actor, _editor.Spec, _reason.Trim(), _editor.Base.Number, _confirm.Wait)) is { } result)
        {
            if (result.Applied)
            {
                _editor.Reload();
            }

            Report(result);
        }
    }

    private async Task ReturnToAsync(StrategyRevision revision)
    {
        var (spec, expected) = (revision.Spec, _current.Number);
        if (await ChangeAsync(() => Changes.ApplyAsync(Desk.Actor, spec, $"return to revision {revision.Number}", expected, action: "strategy.restore")) is { } result)
        {
            if (result.Applied && !_editor.Dirty)
            {
                _editor.Reload();
            }

            Report(result);
        }
    }

    private async Task<ApplyResult?> ChangeAsync(Func<Task<ApplyResult>> change)
    {
        try
        {
            return await change();
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
            return null;
        }
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
