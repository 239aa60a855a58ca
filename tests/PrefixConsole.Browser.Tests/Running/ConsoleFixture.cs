using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;

[assembly: AssemblyFixture(typeof(ConsoleFixture))]

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>One running app with its demo traffic, and one browser, for all tests.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private const string ApiToken = "pfx_browser";

    private IBrowser _browser = null!;
    private IBrowserContext? _shared;
    private ConsolePage? _visited;
    private string _session = "";

    public AppProcess App { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    /// <summary>The admin API, with a token that may operate.</summary>
    public HttpClient Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await AppProcess.StartAsync(
            "--DemoTraffic:RequestsPerSecond=5",
            "--Access:Tokens:0:Name=browser tests",
            $"--Access:Tokens:0:Hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiToken)))}",
            "--Access:Tokens:0:Scopes:0=operate");
        Gateway = new HttpClient { BaseAddress = App.Gateway };
        _playwright = await Playwright.CreateAsync();
        // How long is not what is tested: a gate's machine has two cores for browser, app and other tests.
        Assertions.SetDefaultExpectTimeout(20_000);
        _browser = await LaunchAsync();
        _session = await LogInAsync(_browser, App);
        Api = new HttpClient { BaseAddress = App.Console };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiToken);
    }

    /// <summary>Cookies of somebody who used the printed link.</summary>
    public static async Task<string> LogInAsync(IBrowser browser, AppProcess app)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(app.LoginLink.ToString());
        await page.GetByTestId("active-strategy-chip").WaitForAsync();
        return await context.StorageStateAsync();
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
    public async Task<ConsolePage> OpenAsync(string path)
    {
        var context = await NewContextAsync();
        return await OpenAsync(context, path, context);
    }

    /// <summary>The same in a profile that many pages share, whose cache has the scripts already.</summary>
    public async Task<ConsolePage> OpenSharedAsync(string path) => await OpenAsync(_shared ??= await NewContextAsync(), path, owned: null);

    /// <summary>One page that goes from page to page: loading each anew costs a slow machine three seconds of script before it can be looked at.</summary>
    public async Task<ConsolePage> VisitAsync(string path)
    {
        _visited ??= await OpenSharedAsync("/help");
        await _visited.VisitAsync(path);
        return _visited;
    }

    private async Task<IBrowserContext> NewContextAsync()
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = App.Console.ToString(),
            StorageState = _session,
            ColorScheme = ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 720 },
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    private static async Task<ConsolePage> OpenAsync(IBrowserContext context, string path, IBrowserContext? owned)
    {
        var page = await context.NewPageAsync();
        var console = new ConsolePage(page, owned);
        await page.GotoAsync(path);
        return console;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        Gateway.Dispose();
        Api.Dispose();
        await App.DisposeAsync();
    }
}
