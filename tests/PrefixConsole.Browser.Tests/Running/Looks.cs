using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>The looks of a page: light, dark and narrow, one after the other in one page, as a system that switches and a window that shrinks.</summary>
internal static class Looks
{
    /// <summary>Names a folder that receives a picture of each look.</summary>
    public const string PicturesVariable = "PREFIXCONSOLE_PICTURES";

    private const string Contrast = "color-contrast";

    // The theme comes from the server; pages that are not the console's own follow the system by themselves, or not at all.
    private const string IsPainted = """
        dark => {
          if (!window.prefixConsole) { return true; }
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
          return (r + g + b < 384) === dark;
        }
        """;

    /// <summary>No look is wider than the window or unreadable to some; pictures when asked for.</summary>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var look in (string[])["light", "dark", "narrow"])
        {
            await page.SetViewportSizeAsync(look == "narrow" ? 390 : 1280, 720);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look == "dark" ? ColorScheme.Dark : ColorScheme.Light });
            await page.WaitForFunctionAsync(IsPainted, look == "dark");
            await PictureAsync(page, $"{name}-{look}");
            await AssertFitsAsync(page, $"{name} ({look})");

            // The dark look has the same elements in other colours, the narrow one the same colours in another order; contrast takes most of the time.
            await Accessibility.CheckAsync(page, $"{name} ({look})", only: look == "dark" ? Contrast : null, without: look == "narrow" ? Contrast : null);
        }
    }

    private static async Task AssertFitsAsync(IPage page, string name)
    {
        try
        {
            // Charts follow the window a moment later.
            await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth - window.innerWidth <= 1");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name} is {await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")} px wider than the window");
        }
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 } folder)
        {
            // The charts draw after the page has settled.
            await page.WaitForTimeoutAsync(1500);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
