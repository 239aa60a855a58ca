using Microsoft.AspNetCore.SignalR.Client;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>Consoles that watch: clients of the telemetry hub, and one browser tab where Chromium is installed.</summary>
internal sealed class Watchers : IAsyncDisposable
{
    private const int HubClients = 19;

    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(4);
    private static readonly string[] s_flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly List<HubConnection> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _streams = [];
    private ChildProcess? _browser;
    private DirectoryInfo? _profile;
    private int _batches;

    private Watchers()
    {
    }

    public string Description => $"{HubClients} hub clients{(_browser is null ? "; skipped: browser tab (Chromium is not installed)" : " and a browser tab on the decisions page")}";

    public static async Task<Watchers> OpenAsync(Contender gateway, CancellationToken cancellationToken)
    {
        var watchers = new Watchers();
        try
        {
            await watchers.StartAsync(gateway, cancellationToken);
            return watchers;
        }
        catch
        {
            await watchers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _browser?.Dispose();
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await Task.WhenAll(_streams).ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
        _profile?.Delete(recursive: true);
    }

    private async Task StartAsync(Contender gateway, CancellationToken cancellationToken)
    {
        var console = gateway.Console!;
        for (var i = 0; i < HubClients; i++)
        {
            var client = new HubConnectionBuilder().WithUrl(new Uri(console, "/hubs/telemetry"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(Starter.ApiToken)).Build();
            _clients.Add(client);
            await client.StartAsync(cancellationToken);
            _streams.Add(DrainAsync(client, "StreamDecisions", [null]));
            _streams.Add(DrainAsync(client, "StreamWorkers", []));
        }

        if (Installed.Find("chromium", "chromium-browser", "google-chrome") is { } chromium)
        {
            var link = await gateway.NewLoginLink!(cancellationToken);
            _profile = Directory.CreateTempSubdirectory("prefixconsole-browser-");
            _browser = ChildProcess.Start(chromium, [.. s_flags, $"--user-data-dir={_profile.FullName}", link.AbsoluteUri + "&returnUrl=/decisions"]);
        }

        await Task.Delay(s_settling, cancellationToken);
        if (Volatile.Read(ref _batches) == 0)
        {
            throw new InvalidOperationException("the hub's streams stay silent: nobody watches");
        }
    }

    private async Task DrainAsync(HubConnection client, string stream, object?[] arguments)
    {
        try
        {
            await foreach (var _ in client.StreamAsyncCore<object>(stream, arguments, _stop.Token))
            {
                Interlocked.Increment(ref _batches);
            }
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
    }
}
