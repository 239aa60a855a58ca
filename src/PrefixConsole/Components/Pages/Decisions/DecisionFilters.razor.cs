using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>The filter row; it holds nothing itself and reports what was asked for.</summary>
public sealed partial class DecisionFilters
{
    [Parameter, EditorRequired]
    public required DecisionQuery Query { get; set; }

    [Parameter]
    public ImmutableArray<string> Workers { get; set; } = [];

    [Parameter]
    public ImmutableArray<string> Models { get; set; } = [];

    [Parameter]
    public ImmutableArray<StrategyDescriptor> Strategies { get; set; } = [];

    [Parameter]
    public EventCallback<DecisionQuery> Changed { get; set; }

    private Task Set(DecisionQuery query) => Changed.InvokeAsync(query);

    /// <summary>The list, with the one filtered for even when it has left the fleet: old decisions still name it.</summary>
    private static IEnumerable<string> With(ImmutableArray<string> known, string? chosen) =>
        chosen is null || known.Contains(chosen) ? known : known.Append(chosen);

    private static string? Text(ChangeEventArgs change) => change.Value as string is { Length: > 0 } text ? text.Trim() : null;

    private static bool Checked(ChangeEventArgs change) => change.Value is true;
}
