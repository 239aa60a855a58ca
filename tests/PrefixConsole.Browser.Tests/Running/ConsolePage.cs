using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>A page of the console in a context of its own.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public ConsolePage(IBrowserContext context, IPage page)
    {
        _context = context;
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

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Add(string error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }
}
