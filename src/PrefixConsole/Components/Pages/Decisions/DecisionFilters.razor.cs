using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>The filter row; it reports what was asked for, and holds only what was typed and cannot be.</summary>
public sealed partial class DecisionFilters
{
    // As typed, while it cannot be used.
    private string? _revision;
    private string? _revisionError;
    private string? _tenant;
    private string? _tenantError;
    private DecisionQuery? _asked;

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

    protected override void OnParametersSet()
    {
        if (_asked != Query)
        {
            // Something else is asked for: what was wrong with what was asked before is of no interest.
            (_revision, _revisionError, _tenant, _tenantError) = (null, null, null, null);
            _asked = Query;
        }
    }

    private Task Set(DecisionQuery query) => Changed.InvokeAsync(query);

    private Task SetRevisionAsync(ChangeEventArgs change)
    {
        var reader = new QueryReader();
        var revision = (int?)reader.Whole("revision", Text(change), 1, int.MaxValue);
        (_revision, _revisionError) = reader.Errors is [var error] ? (Text(change), $"must be {error.Expected}") : (null, null);
        return _revisionError is null ? Set(Query with { Revision = revision }) : Task.CompletedTask;
    }

    private Task SetTenantAsync(ChangeEventArgs change)
    {
        var reader = new QueryReader();
        var tenant = reader.Text("tenant", Text(change));
        (_tenant, _tenantError) = reader.Errors is [var error] ? (Text(change), $"must have {error.Expected}") : (null, null);
        return _tenantError is null ? Set(Query with { Tenant = tenant }) : Task.CompletedTask;
    }

    private Task ClearAsync()
    {
        (_revision, _revisionError, _tenant, _tenantError) = (null, null, null, null);
        return Set(Query.Unfiltered);
    }

    /// <summary>The list, with the one filtered for even when it has left the fleet: old decisions still name it.</summary>
    private static IEnumerable<string> With(ImmutableArray<string> known, string? chosen) =>
        chosen is null || known.Contains(chosen) ? known : known.Append(chosen);

    private static string? Text(ChangeEventArgs change) => change.Value as string is { Length: > 0 } text ? text.Trim() : null;

    private static bool Checked(ChangeEventArgs change) => change.Value is true;
}
