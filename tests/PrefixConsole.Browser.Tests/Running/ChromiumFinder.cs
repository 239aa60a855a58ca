namespace PrefixConsole.Browser.Tests.Running;

/// <summary>Which Chromium to drive: the environment's, else the system's, else Playwright's own download.</summary>
internal static class ChromiumFinder
{
    public const string Variable = "PREFIXCONSOLE_CHROMIUM";

    private static readonly string[] s_systemPaths =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <summary>Path of an executable, or null for the one Playwright downloaded.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new FileNotFoundException($"{Variable} names {named}, which does not exist.");
        }

        if (s_systemPaths.FirstOrDefault(File.Exists) is { } installed)
        {
            return installed;
        }

        return Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0
            ? null
            : throw new InvalidOperationException(
                $"No Chromium: install it (Debian: apt-get install chromium), or name one in {Variable}. Playwright's download failed too.");
    }
}
