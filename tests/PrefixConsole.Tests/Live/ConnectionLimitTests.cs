using Microsoft.AspNetCore.SignalR.Client;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Live;
using PrefixConsole.Tests.Access;
using PrefixConsole.Tests.Api;

namespace PrefixConsole.Tests.Live;

public sealed class ConnectionLimitTests : ApiTest
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Access:ConnectionsPerUser", "2")];

    [Fact]
    public async Task Hub_OneConnectionTooMany_IsClosedWithTheReason_UntilAnotherEnds()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        await first.InvokeAsync<OverviewDto>("GetOverview", Cancel);
        await second.InvokeAsync<OverviewDto>("GetOverview", Cancel);

        await using var third = Build();
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        third.Closed += why =>
        {
            closed.TrySetResult(why);
            return Task.CompletedTask;
        };
        await third.StartAsync(Cancel);
        var reason = await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Contains("as one user may have: 2 (Access:ConnectionsPerUser)", reason!.Message, StringComparison.Ordinal);

        await first.StopAsync(Cancel);
        await Whole.Eventually.TrueAsync(
            async () =>
            {
                await using var fourth = await ConnectAsync();
                try
                {
                    return await fourth.InvokeAsync<OverviewDto>("GetOverview", Cancel) is not null;
                }
                catch (Exception e) when (e is InvalidOperationException or TaskCanceledException or Microsoft.AspNetCore.SignalR.HubException)
                {
                    // Not told yet that the first is gone.
                    return false;
                }
            },
            "there is a place again");
    }

    private HubConnection Build() => new HubConnectionBuilder()
        .WithUrl(new Uri(Host.Client.BaseAddress!, TelemetryHub.Path), o => o.AccessTokenProvider = () => Task.FromResult<string?>(TestTokens.Viewer))
        .Build();

    private async Task<HubConnection> ConnectAsync()
    {
        var hub = Build();
        await hub.StartAsync(Cancel);
        return hub;
    }
}
