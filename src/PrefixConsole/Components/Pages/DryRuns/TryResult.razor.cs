using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using PrefixConsole.Api;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>The answer of a dry run: strategies × workers, what workers hold, and the active strategy's scores.</summary>
public sealed partial class TryResult
{
    /// <summary>Workers with a column of their own: those that are chosen first, then those that hold most.</summary>
    public const int MaxColumns = 12;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private DryRunAnswer? _shown;
    private ImmutableArray<DecisionCandidate> _held = [];
    private ImmutableArray<DecisionCandidate> _columns = [];
    private DryRunChoice[] _rows = [];
    private DecisionMatrix _matrix = null!;
    private ColumnSort<DryRunChoice> _sort;

    [Parameter, EditorRequired]
    public required DryRunAnswer Answer { get; set; }

    /// <summary>Order of the strategies, as the URL holds it.</summary>
    [Parameter]
    public string? Sort { get; set; }

    /// <summary>The question is another one by now.</summary>
    [Parameter]
    public bool Outdated { get; set; }

    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    [Parameter]
    public EventCallback<TryFile> OnSave { get; set; }

    private string Agreement => Answer.Agreement switch
    {
        [] => DecisionHeadline.Of(Answer.Active.Decision),
        [var (worker, strategies), ..] when strategies == Answer.Choices.Length => $"All {strategies} strategies choose {worker}",
        [var (worker, strategies), ..] => $"{strategies} of {Answer.Choices.Length} strategies choose {worker}",
    };

    protected override void OnParametersSet()
    {
        _sort = new ColumnSort<DryRunChoice>(Sort, TryColumns.All);
        _rows = [.. _sort.Apply(Answer.Choices)];
        if (_shown == Answer)
        {
            return;
        }

        var chosen = Answer.Agreement.ToDictionary(a => a.Worker, a => a.Strategies);
        _held =
        [
            .. Answer.Active.Decision.Candidates
                .OrderByDescending(c => chosen.GetValueOrDefault(c.Worker.Value))
                .ThenByDescending(c => Answer.Request.ExpectedTokens(c))
                .ThenBy(c => c.Worker.Value, StringComparer.Ordinal),
        ];
        _columns = [.. _held.Take(MaxColumns)];
        _matrix = DecisionMatrix.Of(Answer.Active.Decision);
        _shown = Answer;
    }

    private static RenderFragment Cell(DryRunChoice choice, WorkerId worker) => builder =>
    {
        var decision = choice.Decision;
        var seen = Array.Find(decision.Candidates, c => c.Worker == worker);
        var total = decision.Scorers.Length > 0 && seen.Column >= 0 && seen.Column < decision.Totals.Length ? decision.Totals[seen.Column] : (float?)null;
        if (seen.RemovedBy is { } filter)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", "missing");
            builder.AddAttribute(2, "title", "removed by " + filter);
            builder.AddContent(3, "–");
            builder.CloseElement();
            return;
        }

        var score = total is { } known ? Figures.Score(known) : "";
        if (decision.Winner == worker)
        {
            builder.OpenElement(4, "b");
            builder.AddAttribute(5, "data-testid", "try-chosen");
            builder.AddContent(6, $"✓ {score}".TrimEnd());
            builder.CloseElement();
            return;
        }

        builder.AddContent(7, score);
    };

    private Task SaveCsv() => OnSave.InvokeAsync(new TryFile("try.csv", "text/csv", TryCsv.Write(TryDto.From(Answer))));

    private Task SaveJson() => OnSave.InvokeAsync(new TryFile("try.json", "application/json", JsonSerializer.Serialize(TryDto.From(Answer), s_json)));
}
