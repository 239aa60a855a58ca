using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>A page of the console.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    // Another address is another page, which has its own heading or at least its own title.
    private const string Follow = """
        path => {
          const same = new URL(path, document.baseURI).pathname === location.pathname;
          window.leftPage = same ? {} : { heading: document.querySelector('main h1'), title: document.title };
          Blazor.navigateTo(path);
        }
        """;

    private const string IsThere = """
        () => {
          const heading = document.querySelector('main h1');
          return heading && (heading !== leftPage.heading || document.title !== leftPage.title);
        }
        """;

    // Pages are live and never quite still: what comes with a page comes at once, what comes later are numbers.
    private const string IsSettled = """
        () => new Promise(settled => {
          const done = () => { watch.disconnect(); settled(); };
          let quiet = setTimeout(done, 500);
          const watch = new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(done, 500); });
          watch.observe(document.body, { subtree: true, childList: true });
          setTimeout(done, 2500);
        })
        """;

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

    /// <summary>
    /// Goes to another page as somebody who follows a link, in the light look and a full window again; what was complained of so far is forgotten. A page
    /// that is not the console's own, or comes after one, is loaded.
    /// </summary>
    public async Task VisitAsync(string path)
    {
        await Page.SetViewportSizeAsync(1280, 720);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        lock (_errors)
        {
            _errors.Clear();
        }

        if (path.StartsWith("/api-docs", StringComparison.Ordinal) || !await Page.EvaluateAsync<bool>("() => !!window.Blazor"))
        {
            await Page.GotoAsync(path);
            await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }
        else
        {
            await Page.EvaluateAsync(Follow, path);
            await Page.WaitForFunctionAsync(IsThere);
        }

        await Page.EvaluateAsync(IsSettled);
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
