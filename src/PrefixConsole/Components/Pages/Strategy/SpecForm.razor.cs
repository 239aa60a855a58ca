using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>Fields of the chosen strategy, generated from its descriptors.</summary>
public sealed partial class SpecForm
{
    [Parameter, EditorRequired]
    public required StrategyEditor Editor { get; set; }

    [Parameter, EditorRequired]
    public required StrategyCatalog Catalog { get; set; }

    [Parameter]
    public EventCallback OnChange { get; set; }

    private static string Summary(ImmutableArray<RuleDescriptor> rules, string name) =>
        rules.FirstOrDefault(r => r.Name == name) is { } rule ? $"{rule.Summary} ({rule.Source})" : "";

    private Task ChangedAsync() => OnChange.InvokeAsync();

    private Task AddScorerAsync(string name)
    {
        Editor.Scorers.Add(new ScorerField(name, 1));
        return ChangedAsync();
    }

    private Task RemoveScorerAsync(ScorerField field)
    {
        Editor.Scorers.Remove(field);
        return ChangedAsync();
    }

    private Task AddFilterAsync(string name)
    {
        Editor.Filters.Add(name);
        return ChangedAsync();
    }

    private Task RemoveFilterAsync(string name)
    {
        Editor.Filters.Remove(name);
        return ChangedAsync();
    }

    private Task SetPickerAsync(ChangeEventArgs change)
    {
        Editor.Picker = change.Value as string ?? SpecDiff.DefaultPicker;
        return ChangedAsync();
    }
}
