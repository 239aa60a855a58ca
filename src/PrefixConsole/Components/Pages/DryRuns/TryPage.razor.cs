using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PrefixConsole.Access;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>Decides a pasted prompt with every strategy. The prompt is read from the browser when it is asked about, and dropped with the answer.</summary>
public sealed partial class TryPage : IAsyncDisposable
{
    private const string RequestMode = "request";
    private const string TextHint = "You are a support assistant…";
    private const string RequestHint = """{"model": "…", "messages": [{"role": "user", "content": "…"}]}""";

    private readonly CancellationTokenSource _gone = new();
    private ElementReference _area;
    private DotNetObjectReference<TryPage>? _self;
    private IJSObjectReference? _script;
    private ImmutableArray<string> _models = [];
    private ImmutableArray<FieldError> _errors = [];
    private DryRunAnswer? _answer;
    private string? _problem;
    private int _bytes;
    private bool _asking;
    private bool _outdated;

    [Inject]
    public required DryRunner Runner { get; set; }

    [Inject]
    public required Desk Desk { get; set; }

    [Inject]
    public required WorkerRegistry Registry { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime JS { get; set; }

    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "path")]
    public string? Path { get; set; }

    [SupplyParameterFromQuery(Name = "model")]
    public string? Model { get; set; }

    [SupplyParameterFromQuery(Name = "tenant")]
    public string? Tenant { get; set; }

    [SupplyParameterFromQuery(Name = "session")]
    public string? SessionId { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    private IReadOnlyList<QueryError> _queryErrors = [];

    private bool IsRequest => Mode == RequestMode;

    private string ChosenPath => Path is { } path && DryRunner.Paths.Contains(path) ? path : DryRunner.Paths[0];

    private string ChosenModel => !string.IsNullOrEmpty(Model) ? Model : _models.FirstOrDefault("");

    private string? PromptError => TryErrors.OfPrompt(_errors);

    public async ValueTask DisposeAsync()
    {
        Registry.Changed -= OnFleetChanged;
        await _gone.CancelAsync();
        _gone.Dispose();
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("detach", _area);
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone and taken its script with it.
        }

        _self?.Dispose();
    }

    /// <summary>The text area has so many bytes now; its text stays in the browser.</summary>
    [JSInvokable]
    public void OnSize(int bytes)
    {
        (_bytes, _outdated) = (bytes, true);
        StateHasChanged();
    }

    /// <summary>Ctrl+Enter in the text area.</summary>
    [JSInvokable]
    public async Task OnAsk()
    {
        await AskAsync();
        StateHasChanged();
    }

    protected override void OnInitialized() => Registry.Changed += OnFleetChanged;

    protected override void OnParametersSet()
    {
        var query = new QueryReader();
        query.Known("mode", Mode, [RequestMode]);
        query.Known("path", Path, DryRunner.Paths);
        _queryErrors = query.Errors;
        ReadModels();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _self = DotNetObjectReference.Create(this);
            _script = await JS.InvokeAsync<IJSObjectReference>("import", "/js/prompt.js");
            await _script.InvokeVoidAsync("attach", _area, _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser left before it had loaded the page.
        }
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private string? ErrorOf(string field) => _errors.FirstOrDefault(e => e.Field == field)?.Message;

    private async Task AskAsync()
    {
        if (_asking || _script is null)
        {
            return;
        }

        if (Desk.Why(Permissions.Operate) is { } needed)
        {
            // Also by Ctrl+Enter, which no disabled button stops.
            _problem = needed + ".";
            return;
        }

        (_asking, _errors, _problem) = (true, [], null);
        StateHasChanged();
        try
        {
            var result = await AskAboutAsync(_script);
            (_answer, _errors, _outdated) = (result.Answer, result.Errors, false);
        }
        catch (Exception e) when (e is JSException or IOException or TimeoutException)
        {
            _problem = "The text could not be read from the browser. Ask again; if it stays like this, reload the page.";
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // Nobody is there to be told.
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task<DryRunResult> AskAboutAsync(IJSObjectReference script)
    {
        await using var text = await script.InvokeAsync<IJSStreamReference>("read", _gone.Token, _area);
        _bytes = (int)Math.Min(text.Length, int.MaxValue);
        if (text.Length > DryRunner.MaxPromptBytes)
        {
            return new DryRunResult(null, [new FieldError(IsRequest ? RequestMode : "text", DryRunner.SizeError(text.Length))], TooLarge: true);
        }

        var prompt = new byte[text.Length];
        if (prompt.Length > 0)
        {
            await using var bytes = await text.OpenReadStreamAsync(DryRunner.MaxPromptBytes, _gone.Token);
            await bytes.ReadExactlyAsync(prompt, _gone.Token);
        }

        var question = new DryRunQuestion
        {
            Prompt = prompt,
            IsRequest = IsRequest,
            Path = ChosenPath,
            Model = IsRequest ? null : ChosenModel,
            Tenant = Tenant,
            Session = SessionId,
        };
        return await Runner.AskAsync(question, _gone.Token);
    }

    private async Task ClearAsync()
    {
        (_answer, _errors, _problem, _bytes) = (null, [], null, 0);
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("clear", _area);
        }
    }

    private async Task SaveAsync(TryFile file)
    {
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("save", file.Name, file.Type, file.Text);
        }
    }

    private void ReadModels()
    {
        var known = Runner.Models;
        _models = !string.IsNullOrEmpty(Model) && !known.Contains(Model) ? [.. known, Model] : known;
    }

    private void OnFleetChanged() => _ = InvokeAsync(() =>
    {
        ReadModels();
        StateHasChanged();
    });

    // Replaced, not pushed: asking in another way is not a step to go back.
    private void Go(string name, object? value)
    {
        if (name != "sort")
        {
            _outdated = true;
        }

        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value as string is { Length: > 0 } text ? text : null), replace: true);
    }
}
