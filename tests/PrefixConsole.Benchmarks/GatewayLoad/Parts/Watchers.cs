using System.Globalization;
using System.Text.RegularExpressions;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>
/// Consoles that watch: clients of the telemetry hub, and one browser tab where Chromium is installed. They stand for other people's machines,
/// so they run when a processor is idle: what they do themselves takes what the gateway leaves, and what they came to read is told.
/// </summary>
internal sealed partial class Watchers : IDisposable
{
    /// <summary>Of the hub; the browser tab comes to them.</summary>
    public const int Clients = 19;

    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(4);
    private static readonly string[] s_flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly ChildProcess _clients;
    private ChildProcess? _browser;
    private DirectoryInfo? _profile;

    private Watchers(Uri console) =>
        _clients = ChildProcess.StartSelfLast([HubClients.Verb, console.AbsoluteUri, "--count", Clients.ToString(CultureInfo.InvariantCulture)]);

    public string Description => $"{Clients} hub clients{(_browser is null ? "; skipped: browser tab (Chromium is not installed)" : " and a browser tab on the decisions page")}";

    /// <summary>Batches that the hub's clients have read, all together.</summary>
    public long Batches => _clients.LastMatch(BatchCount()) is { } last ? long.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    public static async Task<Watchers> OpenAsync(Contender gateway, CancellationToken cancellationToken)
    {
        var watchers = new Watchers(gateway.Console!);
        try
        {
            await watchers.StartAsync(gateway, cancellationToken);
            return watchers;
        }
        catch
        {
            watchers.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _browser?.Dispose();
        _clients.Dispose();
        _profile?.Delete(recursive: true);
    }

    private async Task StartAsync(Contender gateway, CancellationToken cancellationToken)
    {
        if (Installed.Find("chromium", "chromium-browser", "google-chrome") is { } chromium)
        {
            var link = await gateway.NewLoginLink!(cancellationToken);
            _profile = Directory.CreateTempSubdirectory("prefixconsole-browser-");
            _browser = ChildProcess.StartLast(chromium, [.. s_flags, $"--user-data-dir={_profile.FullName}", link.AbsoluteUri + "&returnUrl=/decisions"]);
        }

        await _clients.MatchAsync(BatchCount(), cancellationToken);
        await Task.Delay(s_settling, cancellationToken);
        if (Batches == 0)
        {
            throw new InvalidOperationException("the hub's streams stay silent: nobody watches");
        }
    }

    [GeneratedRegex("^batches ([0-9]+)$")]
    private static partial Regex BatchCount();
}
