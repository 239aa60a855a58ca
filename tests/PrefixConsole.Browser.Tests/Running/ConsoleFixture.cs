using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;

[assembly: AssemblyFixture(typeof(ConsoleFixture))]

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>One running app with its demo traffic, and one browser, for all tests.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public AppProcess App { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await AppProcess.StartAsync("--DemoTraffic:RequestsPerSecond=10");
        Gateway = new HttpClient { BaseAddress = App.Gateway };
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
    }

    public async Task<IBrowser> LaunchAsync() => await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = ChromiumFinder.Find(),
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });

    /// <summary>A page in a browser profile of its own, with a record of what its scripts complained of.</summary>
    public async Task<ConsolePage> OpenAsync(string path, int width = 1280, int height = 720, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = App.Console.ToString(),
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        var console = new ConsolePage(context, page);
        await page.GotoAsync(path);
        return console;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Gateway.Dispose();
        await App.DisposeAsync();
    }
}
