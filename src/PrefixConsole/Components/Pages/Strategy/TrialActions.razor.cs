using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>What can be done with a running trial.</summary>
public sealed partial class TrialActions
{
    private ChangeDraft _draft = new();
    private Asked _asked;
    private string _share = "";
    private string? _shareError;
    private string? _conflict;

    private enum Asked
    {
        Nothing,
        Promote,
        End,
    }

    [Inject]
    public required StrategyTrials Trials { get; set; }

    [Inject]
    public required StrategyChanges Changes { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required ISnackbar Snackbar { get; set; }

    [Inject]
    public required TimeProvider Time { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The trial as it is shown: acts are of this one, and conflict when it has changed.</summary>
    [Parameter, EditorRequired]
    public required TrialView View { get; set; }

    /// <summary>Something was done, or had been done by somebody else.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    private TrialTag Tag => View.Trial.Tag;

    private int Percent => int.TryParse(_share, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : 0;

    private string Call => _asked switch
    {
        Asked.Promote => ApiCall.Promote(Navigation.BaseUri, Tag, _draft),
        Asked.End => ApiCall.End(Navigation.BaseUri, Tag, _draft.Reason),
        _ => ApiCall.Share(Navigation.BaseUri, Tag, Percent),
    };

    protected override void OnInitialized() => _share = View.Trial.Percent.ToString(CultureInfo.InvariantCulture);

    private void Ask(Asked asked) => (_asked, _draft, _conflict) = (asked, new ChangeDraft(), null);

    private async Task ShareAsync()
    {
        _conflict = null;
        _shareError = Percent is < StrategyTrial.LeastPercent or > StrategyTrial.MostPercent
            ? $"must be a whole number from {StrategyTrial.LeastPercent} to {StrategyTrial.MostPercent}; promote it for all"
            : null;
        if (_shareError is not null)
        {
            return;
        }

        await ActAsync(async () =>
        {
            var result = await Trials.ShareAsync(Desk.Actor, Percent, Tag);
            if (result.Done)
            {
                Snackbar.Add($"{result.Trial!.Percent} % of the conversations follow revision {result.Trial.Revision.Number}", Severity.Success);
            }

            return result.Done;
        });
    }

    private async Task DoAsync()
    {
        if (_asked == Asked.Promote ? !_draft.Check(Time.GetUtcNow()) : _draft.Reason.Trim().Length > 0 && !_draft.Check(Time.GetUtcNow()))
        {
            return;
        }

        await ActAsync(() => _asked == Asked.Promote ? PromoteAsync() : EndAsync());
    }

    private async Task<bool> EndAsync()
    {
        var done = await Trials.EndAsync(Desk.Actor, _draft.Reason.Trim(), Tag);
        if (done)
        {
            Snackbar.Add($"The trial ended; revision {View.Active.Number} decides all", Severity.Success);
        }

        return done;
    }

    private async Task<bool> PromoteAsync()
    {
        var result = await Changes.PromoteAsync(Desk.Actor, Tag, _draft.Reason.Trim(), _draft.Confirm.Wait, _draft.Guardrails);
        _draft.Refuse(result.Errors);
        if (result.Applied)
        {
            Snackbar.Add($"Revision {result.Revision.Number} is active for all", Severity.Success);
        }

        return !result.Conflict;
    }

    /// <param name="act">False: somebody else was faster.</param>
    private async Task ActAsync(Func<Task<bool>> act)
    {
        try
        {
            _conflict = await act() ? null : "Nothing was changed: the trial is over, or somebody changed its share meanwhile. Look at it, then try again.";
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
        }

        await OnDone.InvokeAsync();
    }
}
