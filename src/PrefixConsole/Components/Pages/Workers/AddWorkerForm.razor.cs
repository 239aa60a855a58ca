using Microsoft.AspNetCore.Components;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Checks;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>
/// All that can be said of a worker, held to the rules of the API field by field; asked after on demand before it is added, and written as
/// configuration.
/// </summary>
public sealed partial class AddWorkerForm : IDisposable
{
    private const string Name = "id";

    private static readonly string[] s_groups = [Name, "url", "models", "adapters", "metricsUrl", "kvBlocks", "blockSize", "kvEvents"];

    private readonly WorkerDraft _draft = new();
    private readonly HashSet<string> _edited = new(StringComparer.Ordinal);
    private IReadOnlyList<FieldError> _errors = [];
    private WorkerCheck? _check;
    private CancellationTokenSource? _running;

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required FleetBook Book { get; set; }

    [Inject]
    public required FleetService Fleet { get; set; }

    [Inject]
    public required WorkerChecker Checker { get; set; }

    /// <summary>With the name of the worker.</summary>
    [Parameter]
    public EventCallback<string> OnAdded { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string Call
    {
        get
        {
            var body = WorkerSample.Body(_draft.ToOptions());
            return $"""
                {CurlSnippet.Send("POST", Navigation.BaseUri, "/workers", body)}
                # asks after it and adds nothing
                {CurlSnippet.Send("POST", Navigation.BaseUri, "/workers/check", body)}
                """;
        }
    }

    private string Sample => WorkerSample.Of(_draft.ToOptions());

    public void Dispose() => _running?.Cancel();

    /// <summary>Of a field that was left or, once somebody wanted to add or check, of any.</summary>
    private string? ErrorOf(string field) =>
        _edited.Contains(GroupOf(field)) ? _errors.FirstOrDefault(e => IsAbout(e, field))?.Message : null;

    // An entry of a list is named with its position: models[2].
    private static bool IsAbout(FieldError error, string field) =>
        error.Field == field || error.Field.StartsWith(field + "[", StringComparison.Ordinal);

    // The fields of KV events are about each other: a replay endpoint needs an endpoint.
    private static string GroupOf(string field) => field.Split('.')[0];

    private async Task Edited(string group)
    {
        _edited.Add(group);
        _errors = _draft.Check(Fleet);
        // What was found out is about something else now.
        _check = null;
        await StopAsync();
    }

    private async Task AddAsync()
    {
        _edited.UnionWith(s_groups);
        _errors = _draft.Check(Fleet);
        if (_errors.Count > 0)
        {
            return;
        }

        var options = _draft.ToOptions();
        var errors = await Desk.DoAsync("worker.add", options.Id!, () => Book.Add(options, Desk.Actor.Name), e => WorkerReports.OfAdd(options, e));
        if (errors.IsDefault)
        {
            return;
        }

        // Somebody may have been faster.
        _errors = errors;
        if (errors.IsEmpty)
        {
            await OnAdded.InvokeAsync(options.Id!);
        }
    }

    private async Task CheckAsync()
    {
        if (_running is not null)
        {
            return;
        }

        // Not the name, which a check does not need: it may come last.
        _edited.UnionWith(s_groups.Where(g => g != Name));
        (_errors, _check) = (_draft.Check(Fleet), null);
        if (_errors.Any(e => e.Field != Name))
        {
            return;
        }

        var options = _draft.ToOptions();
        using var running = new CancellationTokenSource();
        _running = running;
        try
        {
            var check = await Desk.DoAsync("worker.check", options.Id ?? "", () => Checker.RunAsync(options, running.Token), c => WorkerReports.OfCheck(options, c));
            if (_running == running && check is not null)
            {
                (_check, _errors) = check.Errors.IsEmpty ? (check, _errors) : (null, check.Errors);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, edited or closed.
        }
        finally
        {
            _running = _running == running ? null : _running;
        }
    }

    private async Task StopAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            await running.CancelAsync();
        }
    }
}
