using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>Views of the decisions page that this browser keeps.</summary>
public sealed partial class SavedViews
{
    private const string Key = "prefixConsole.decisionViews";

    private ViewBook _book = new();
    private string? _name;
    private string? _error;
    private (string Name, string What)? _notice;

    [Inject]
    public required IJSRuntime JS { get; set; }

    /// <summary>What is kept when a name is given to it.</summary>
    [Parameter, EditorRequired]
    public required DecisionQuery Query { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await TryAsync(ReadAsync))
        {
            StateHasChanged();
        }
    }

    private async Task KeepAsync() => await TryAsync(async () =>
    {
        _notice = null;
        await ReadAsync();
        _error = _book.Check(_name);
        if (_error is not null)
        {
            return;
        }

        var name = _name!.Trim();
        // A page of older decisions is a moment of the log, not a view of it.
        var replaced = _book.Keep(name, (Query with { Before = null }).ToQueryString());
        await WriteAsync();
        (_name, _notice) = (null, (name, replaced ? "replaced the view of that name" : "kept"));
    });

    private async Task DeleteAsync(string name) => await TryAsync(async () =>
    {
        (_error, _notice) = (null, null);
        await ReadAsync();
        _book.Remove(name);
        await WriteAsync();
        _notice = (name, "deleted");
    });

    /// <summary>Before every change too: another tab may have made one.</summary>
    private async Task ReadAsync() => _book = ViewBook.Parse(await JS.InvokeAsync<string?>("localStorage.getItem", Key));

    private async Task WriteAsync() => await JS.InvokeVoidAsync("localStorage.setItem", Key, _book.ToJson());

    private async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone.
            return false;
        }
        catch (JSException)
        {
            _error = "This browser keeps nothing for this page: its storage is full or turned off.";
            return true;
        }
    }
}
