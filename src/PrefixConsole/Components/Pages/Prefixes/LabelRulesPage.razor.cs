using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using PrefixConsole.Api;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>The rules that name prefixes, edited as one list.</summary>
public sealed partial class LabelRulesPage
{
    private readonly List<LabelRuleDraft> _drafts = [];
    private IReadOnlyList<FieldError> _errors = [];
    private ImmutableArray<LabelRule> _current = [];
    private RuleReach? _reach;
    private int _base;
    private bool _outdated;
    private bool _taken;

    [Inject]
    public required LabelRuleBook Book { get; set; }

    [Inject]
    public required LabelRuleActs Acts { get; set; }

    [Inject]
    public required PrefixExplorer Explorer { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required ISnackbar Snackbar { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private ImmutableArray<LabelRule> Typed => [.. _drafts.Select(d => d.ToRule())];

    private bool Changed => !Typed.SequenceEqual(_current);

    private string? Coverage => _reach is not { } reach || _drafts.Count == 0 ? null
        : $"counted over {Figures.Percent(reach.ReadShare)} of the predicted tree; runs that operators named by hand are not counted";

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string Call => $"""
        {CurlSnippet.Get(Navigation.BaseUri, "/api/prefixes/label-rules")}
        # saves those above
        {CurlSnippet.Send("PUT", Navigation.BaseUri, "/prefixes/label-rules", new Dictionary<string, object?> { ["rules"] = Typed }, RevisionTag.Of(_base))}
        """;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
        Book.Changed += Signal;
    }

    protected override void Dispose(bool disposing)
    {
        Book.Changed -= Signal;
        base.Dispose(disposing);
    }

    protected override void Read()
    {
        var (revision, rules) = Book.Current;
        if (!_taken || (revision != _base && !Changed))
        {
            Take();
        }
        else if (revision != _base)
        {
            // Somebody is typing here: both are shown, nothing is lost.
            (_outdated, _base, _current) = (true, revision, rules);
        }

        Look();
    }

    /// <summary>Starts from the rules in force.</summary>
    private void Take()
    {
        (_base, _current) = Book.Current;
        _drafts.Clear();
        _drafts.AddRange(_current.Select(LabelRuleDraft.Of));
        (_errors, _outdated, _taken) = ([], false, true);
        Look();
    }

    private void Edit(Action edit)
    {
        edit();
        _errors = LabelRules.Check(Typed);
        Look();
    }

    // What each would name is told while it is typed, as soon as all can be read.
    private void Look() => _reach = _errors.Count > 0 ? null : Explorer.Reach(new LabelRules(Typed));

    private void Move(int index, int by) => (_drafts[index], _drafts[index + by]) = (_drafts[index + by], _drafts[index]);

    private string? ErrorOf(string field) => _errors.FirstOrDefault(e => e.Field == field)?.Message;

    // What somebody else saved meanwhile is replaced only on purpose.
    private Task SaveAsync() => _outdated ? Task.CompletedTask : ReplaceAsync();

    private async Task ReplaceAsync()
    {
        var typed = Typed;
        _errors = LabelRules.Check(typed);
        if (_errors.Count > 0)
        {
            return;
        }

        try
        {
            if (await Acts.ChangeAsync(Desk.Actor, typed, _base))
            {
                Take();
                Snackbar.Add(typed.IsEmpty ? "No rules now" : typed.Length == 1 ? "One rule is in force" : $"{typed.Length} rules are in force", Severity.Success);
            }
            else
            {
                Read();
            }
        }
        catch (NotAllowedException refused)
        {
            Snackbar.Add(refused.Message, Severity.Warning);
        }
    }
}
