using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Live;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Tests.Access;
using PrefixConsole.Tests.Api;

namespace PrefixConsole.Tests.Live;

public sealed class TelemetryHubTests : ApiTest
{
    [Fact]
    public async Task Gets_AnswerWithTheDataOfTheApi()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        await using var hub = await ConnectAsync();
        Assert.Equal("w1", Assert.Single(await hub.InvokeAsync<WorkerDto[]>("GetWorkers", Cancel)).Id);
        Assert.True((await hub.InvokeAsync<OverviewDto>("GetOverview", Cancel)).PromptTokens > 0);
        Assert.Equal("approximate-prefix", (await hub.InvokeAsync<StrategyDto>("GetStrategy", Cancel)).Name);
        Assert.Equal("a", Assert.Single((await hub.InvokeAsync<DecisionPageDto>("GetDecisions", new DecisionQueryDto { Worker = "w1" }, Cancel)).Items).Id);
        Assert.Empty((await hub.InvokeAsync<DecisionPageDto>("GetDecisions", new DecisionQueryDto { Worker = "w2" }, Cancel)).Items);
        await Assert.ThrowsAsync<HubException>(() =>
            hub.InvokeAsync<DecisionPageDto>("GetDecisions", new DecisionQueryDto { Limit = 1001 }, Cancel));
    }

    [Fact]
    public async Task StreamDecisions_NewRequests_ArriveOnceAndTheirEndsAfterwards()
    {
        Host.AddWorker("w1");
        Host.Request("before");
        await using var hub = await ConnectAsync();
        await using var batches = hub.StreamAsync<DecisionBatchDto>("StreamDecisions", new DecisionQueryDto { Tenant = "t" }, Cancel).GetAsyncEnumerator(Cancel);
        var first = await FirstAsync(batches, () => Host.Request(Guid.NewGuid().ToString("N"), tenant: "t", complete: false));
        Assert.All(first.Decisions, d => Assert.Null(d.Outcome));
        Assert.DoesNotContain(first.Decisions, d => d.Id == "before");

        var running = Host.Get<Gateway.Telemetry.DecisionLog>().Find(first.Decisions[0].Id)!;
        Host.Get<Gateway.Telemetry.DecisionLog>().Complete(
            running, new Gateway.Telemetry.DecisionOutcome { StatusCode = 200, Served = null, Duration = TimeSpan.Zero });
        Host.Request("other-tenant", tenant: "u");
        var completed = await UntilAsync(batches, b => b.Completed.Any(d => d.Id == running.Id));
        Assert.Equal(200, completed.Completed.Single(d => d.Id == running.Id).Outcome!.StatusCode);
        Assert.DoesNotContain(completed.Decisions, d => d.Id == "other-tenant");
    }

    [Fact]
    public async Task StreamWorkers_SendsTheFleetAtOnceAndOnChange()
    {
        await using var hub = await ConnectAsync();
        await using var fleets = hub.StreamAsync<WorkerDto[]>("StreamWorkers", Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await fleets.MoveNextAsync());
        Assert.Empty(fleets.Current);
        Host.AddWorker("w1");
        Assert.Equal("Ready", (await UntilAsync(fleets, f => f is [{ Status: "Ready" }]))[0].Status);
    }

    [Fact]
    public async Task StreamStrategy_SendsTheActiveRevisionAndTheNext()
    {
        await using var hub = await ConnectAsync();
        await using var revisions = hub.StreamAsync<StrategyDto>("StreamStrategy", Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await revisions.MoveNextAsync());
        Assert.Equal(1, revisions.Current.Revision);
        Host.Get<StrategyStore>().Apply(new StrategySpec { Name = StrategyNames.Random }, "test", "", 1);
        Assert.Equal("random", (await UntilAsync(revisions, r => r.Revision == 2)).Name);
    }

    [Fact]
    public async Task Streams_MoreThanAllowed_AreRefusedUntilOneEnds()
    {
        await using var hub = await ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        for (var i = 0; i < TelemetryHub.MaxStreams; i++)
        {
            var stream = hub.StreamAsync<StrategyDto>("StreamStrategy", stop.Token).GetAsyncEnumerator(stop.Token);
            Assert.True(await stream.MoveNextAsync());
        }

        await Assert.ThrowsAsync<HubException>(async () => await hub.StreamAsync<StrategyDto>("StreamStrategy", Cancel).FirstAsync(Cancel));
        await stop.CancelAsync();
        for (var i = 0; ; i++)
        {
            try
            {
                Assert.Equal(1, (await hub.StreamAsync<StrategyDto>("StreamStrategy", Cancel).FirstAsync(Cancel)).Revision);
                return;
            }
            catch (HubException) when (i < 100)
            {
                await Task.Delay(20, Cancel);
            }
        }
    }

    [Fact]
    public async Task Stream_OfARevokedToken_EndsThoughNothingHappens()
    {
        var tokens = Host.Get<TokenBook>();
        var admin = new Actor("admin", "", Roles.Of(Roles.Admin)!.Value, "test");
        var secret = tokens.Create("watcher", ["read"], admin).Secret!;
        await using var hub = await ConnectAsync(secret);
        await using var revisions = hub.StreamAsync<StrategyDto>("StreamStrategy", Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await revisions.MoveNextAsync());
        var next = revisions.MoveNextAsync().AsTask();

        Assert.True(tokens.Revoke("watcher"));

        await Assert.ThrowsAnyAsync<Exception>(() => next.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.True(next.IsFaulted || next.IsCanceled);
        await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<OverviewDto>("GetOverview", Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel));
    }

    [Fact]
    public void EveryHub_RequiresAuthorization_AndNoMethodIsOpen()
    {
        var hubs = typeof(TelemetryHub).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Hub)) && !t.IsAbstract).ToArray();
        Assert.NotEmpty(hubs);
        Assert.All(hubs, hub =>
        {
            Assert.Equal(AccessPolicies.Read, hub.GetCustomAttributes(typeof(AuthorizeAttribute), false).Cast<AuthorizeAttribute>().Single().Policy);
            Assert.DoesNotContain(hub.GetMethods(), m => m.IsDefined(typeof(AllowAnonymousAttribute), true));
        });
    }

    [Fact]
    public async Task Connect_FromAForeignPage_IsRefused() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ConnectAsync(("Origin", "http://evil.example")));

    private Task<HubConnection> ConnectAsync(params (string Name, string Value)[] headers) => ConnectAsync(TestTokens.Viewer, headers);

    private async Task<HubConnection> ConnectAsync(string token, params (string Name, string Value)[] headers)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Client.BaseAddress!, TelemetryHub.Path), options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                foreach (var (name, value) in headers)
                {
                    options.Headers[name] = value;
                }
            })
            .Build();
        await hub.StartAsync(Cancel);
        return hub;
    }

    /// <summary>A stream starts some time after it was asked for: keeps making requests until its first answer.</summary>
    private static async Task<DecisionBatchDto> FirstAsync(IAsyncEnumerator<DecisionBatchDto> batches, Action request)
    {
        var next = batches.MoveNextAsync().AsTask();
        for (var i = 0; i < 500 && !next.IsCompleted; i++)
        {
            request();
            await Task.WhenAny(next, Task.Delay(20, Cancel));
        }

        Assert.True(await next);
        return batches.Current;
    }

    private static async Task<T> UntilAsync<T>(IAsyncEnumerator<T> items, Func<T, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (await items.MoveNextAsync().AsTask().WaitAsync(limit.Token))
        {
            if (wanted(items.Current))
            {
                return items.Current;
            }
        }

        throw new InvalidOperationException("the stream ended");
    }
}
