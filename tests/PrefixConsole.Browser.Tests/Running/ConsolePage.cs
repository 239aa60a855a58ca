using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>A page of the console.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private readonly IBrowserContext? _owned;
    private readonly List<string> _errors = [];

    /// <param name="page">The page.</param>
    /// <param name="owned">A context that goes with it, if any.</param>
    public ConsolePage(IPage page, IBrowserContext? owned)
    {
        _owned = owned;
        Page = page;
        page.PageError += (_, error) => Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    private List<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    /// <summary>No script has complained; otherwise the failure tells each complaint in full.</summary>
    public void AssertNoErrors()
    {
        var errors = Errors;
        Assert.True(errors.Count == 0, string.Join("\n\n", errors));
    }

    public ILocator ById(string testId) => Page.GetByTestId(testId);

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (_owned is not null)
        {
            await _owned.DisposeAsync();
        }
    }

    private void Add(string error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }
}
