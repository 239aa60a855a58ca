using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Components.Controls;
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
    private readonly ChangeDraft _draft = new();
    private (string? Name, string? Rev) _byUrl;
    private string? _unknown;
    private IReadOnlyList<QueryError> _errors = [];

    [Inject]
    public required ConsoleSession Session { get; set; }

    [Inject]
    public required StrategyStore Store { get; set; }

    [Inject]
    public required StrategyChanges Changes { get; set; }

    [Inject]
    public required StrategyTrials Trials { get; set; }

    [Inject]
    public required ScheduledChanges Schedule { get; set; }

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

    /// <summary>Revision to start from with all its values; goes before <see cref="Name"/>.</summary>
    [SupplyParameterFromQuery(Name = "rev")]
    public string? Rev { get; set; }

    public void Dispose()
    {
        Store.Changed -= OnStoreChanged;
        _refresh?.Dispose();
    }

    protected override void OnInitialized()
    {
        _editor = new StrategyEditor(Store, Catalog);
        Read();
        _refresh = Session.Refresh(Time, s_interval, () => InvokeAsync(Follow), evenPaused: true);
        Store.Changed += OnStoreChanged;
    }

    protected override void OnParametersSet()
    {
        if ((Name, Rev) == _byUrl)
        {
            return;
        }

        var hadRevision = !string.IsNullOrEmpty(_byUrl.Rev);
        _byUrl = (Name, Rev);
        (_unknown, _errors) = (null, []);
        _apply?.Cancel();
        if (!string.IsNullOrEmpty(Rev))
        {
            ChooseRevision(Rev);
            return;
        }

        if (hadRevision)
        {
            _editor.Reload();
        }

        if (Name is { Length: > 0 } name && name != _editor.Chosen.Name && !_editor.Choose(name))
        {
            _unknown = name;
        }
    }

    private void ChooseRevision(string rev)
    {
        var query = new QueryReader();
        var number = (int?)query.Whole("rev", rev, 1, int.MaxValue);
        if (number is { } wanted && !_editor.Choose(wanted))
        {
            query.Refuse("rev", rev, $"the number of one of the last {StrategyStore.HistoryLimit} revisions");
        }

        _errors = query.Errors;
        if (_errors.Count > 0)
        {
            _editor.Reload();
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
        else if (_editor.LoadedFrom is not null)
        {
            // It is chosen already, and the address says where its values are from.
            return;
        }

        _byUrl = (name, null);
        _errors = [];
        Navigation.NavigateTo($"/strategy?strategy={Uri.EscapeDataString(name)}", replace: true);
    }

    private void OnEdited() => _apply?.Cancel();

    /// <summary>Edits what is active now; an address that says otherwise is mended.</summary>
    private void StartAgain()
    {
        _editor.Reload();
        if (!string.IsNullOrEmpty(_byUrl.Rev))
        {
            (_byUrl, _errors) = ((null, null), []);
            Navigation.NavigateTo("/strategy", replace: true);
        }
    }

    private void Reload()
    {
        StartAgain();
        Read();
    }

    private void Rebase()
    {
        _editor.Rebase();
        Read();
    }

    /// <summary>What was asked for is done: the form starts again. What was begun while the answer was on its way goes on from there.</summary>
    private void Settle(StrategySpec asked)
    {
        if (SpecDiff.Between(asked, _editor.Spec, Catalog).IsEmpty)
        {
            _draft.Clear();
            StartAgain();
        }
        else
        {
            _editor.Rebase();
        }
    }

    private async Task ApplyAsync()
    {
        var asked = _editor.Spec;
        if (_draft.OnShare)
        {
            await TryAsync(asked);
        }
        else if (_draft is { IsScheduled: true, Moment: { } at })
        {
            await PlanAsync(asked, at);
        }
        else if (await ChangeAsync(() =>
            Changes.ApplyAsync(Desk.Actor, asked, _draft.Reason.Trim(), _editor.Base.Number, _draft.Confirm.Wait, guards: _draft.Guardrails)) is { } result)
        {
            if (result.Applied)
            {
                Settle(asked);
            }

            Report(result);
        }
    }

    private async Task PlanAsync(StrategySpec asked, DateTimeOffset at)
    {
        var plan = new ScheduledChange("", at, asked, _draft.Reason.Trim(), "", _editor.Base.Number, _draft.Confirm.Wait, _draft.Guardrails);
        if (await ChangeAsync(() => Schedule.PlanAsync(Desk.Actor, plan, _editor.Base.Number)) is not { } result)
        {
            return;
        }

        Read();
        _draft.Refuse(result.Errors);
        if (result.Change is { } planned)
        {
            Settle(asked);
            Snackbar.Add($"Planned for {Figures.DateAndTime(planned.At)}", Severity.Success);
        }
        else
        {
            Snackbar.Add(result.Conflict ? $"Not planned: revision {_current.Number} came first" : $"Not planned: {result.Errors[0].Field} {result.Errors[0].Message}", Severity.Warning);
        }
    }

    private async Task TryAsync(StrategySpec asked)
    {
        var result = await ChangeAsync(() =>
            Trials.BeginAsync(Desk.Actor, asked, _draft.Percent, _draft.Reason.Trim(), _editor.Base.Number, _draft.Ends.Wait, _draft.Guardrails));
        if (result is null)
        {
            return;
        }

        Read();
        if (result.Done)
        {
            Settle(asked);
            Snackbar.Add($"Trial of revision {result.Trial!.Revision.Number} on {result.Trial.Percent} % of the conversations", Severity.Success);
        }
        else
        {
            _draft.Refuse(result.Errors);
            Snackbar.Add(result.Refusal switch
            {
                TrialRefusal.AlreadyRunning => $"Not started: the trial of revision {result.Trial?.Revision.Number} runs",
                TrialRefusal.RevisionConflict => $"Not started: revision {_current.Number} came first",
                _ => $"Not started: {result.Errors[0].Field} {result.Errors[0].Message}",
            }, Severity.Warning);
        }
    }

    private async Task ReturnToAsync((ReturnTarget Target, string Reason) asked)
    {
        var (target, reason) = asked;
        if (await ChangeAsync(() => Changes.ApplyAsync(Desk.Actor, target.Revision.Spec, reason, target.Expected, action: "strategy.restore")) is { } result)
        {
            if (result.Applied && !_editor.Dirty)
            {
                _draft.Clear();
                StartAgain();
            }

            Report(result);
        }
    }

    private async Task<T?> ChangeAsync<T>(Func<Task<T>> change)
        where T : class
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
            Snackbar.Add($"Revision {result.Revision.Number} active: {SpecDiff.Title(Catalog, result.Revision.Spec.Name)}", Severity.Success);
        }
        else if (result.Conflict)
        {
            Snackbar.Add($"Not applied: revision {result.Revision.Number} came first", Severity.Warning);
        }
        else
        {
            _draft.Refuse(result.Errors);
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
