using System.Net;

namespace PrefixConsole.Simulation.Tests.Hosting;

public sealed class WorkerFaultTests
{
    private const string Streaming = ""","stream":true,"max_tokens":5000""";

    [Fact]
    public async Task Disconnect_MidStream_CancelsTheRequestInTheEngine()
    {
        await using var fixture = await WorkerFixture.StartAsync(speed: 1);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(WorkerFixture.Chat("Hi", Streaming)) };
        var response = await fixture.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, WorkerFixture.Cancellation);
        Assert.Equal(1, fixture.Worker.Engine!.Running);

        response.Dispose();

        await fixture.UntilAsync(e => e is { Running: 0, ActiveBlocks: 0, Cancelled: 1 });
    }

    [Fact]
    public async Task FailWith_Status_ErrorUntilCleared()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        fixture.Worker.FailWith(503);
        var (failed, _) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat("Hi"));
        fixture.Worker.ClearFaults();
        var (healed, _) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat("Hi"));

        Assert.Equal((503, 200), (failed, healed));
    }

    [Fact]
    public async Task DieMidStream_AfterChunks_BreaksTheConnection()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        fixture.Worker.DieMidStream(3);

        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.StreamAsync("/v1/chat/completions", WorkerFixture.Chat("Hi", Streaming)));

        await fixture.UntilAsync(e => e is { Running: 0, ActiveBlocks: 0 });
    }

    [Fact]
    public async Task HangFirstByte_Generation_NeverAnswersButHealthDoes()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        fixture.Worker.HangFirstByte();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(WorkerFixture.Cancellation);
        var pending = fixture.Client.PostAsync("/v1/chat/completions", new StringContent(WorkerFixture.Chat("Hi")), limit.Token);

        Assert.Equal(HttpStatusCode.OK, (await fixture.Client.GetAsync("/health", WorkerFixture.Cancellation)).StatusCode);

        Assert.False(pending.IsCompleted);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task Pause_AnyRequest_WaitsForResume()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        fixture.Worker.Pause();
        var pending = fixture.Client.GetAsync("/health", WorkerFixture.Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => pending.WaitAsync(TimeSpan.FromMilliseconds(100), WorkerFixture.Cancellation));

        fixture.Worker.Resume();

        Assert.Equal(HttpStatusCode.OK, (await pending).StatusCode);
    }

    [Fact]
    public async Task Restart_MidStream_BreaksStreamsAndComesBackEmptyOnTheSamePort()
    {
        await using var fixture = await WorkerFixture.StartAsync(speed: 1);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(WorkerFixture.Chat(WorkerFixture.LongText, Streaming)) };
        using var response = await fixture.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, WorkerFixture.Cancellation);
        var before = fixture.Worker.Address;

        await fixture.Worker.StopAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(WorkerFixture.Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => fixture.Client.GetAsync("/health", WorkerFixture.Cancellation));
        Assert.False(fixture.Worker.Running);
        await fixture.Worker.StartAsync(WorkerFixture.Cancellation);
        Assert.Equal(before, fixture.Worker.Address);
        Assert.Equal(0, fixture.Worker.Engine!.CachedBlocks);
        Assert.Equal(HttpStatusCode.OK, (await fixture.Client.GetAsync("/health", WorkerFixture.Cancellation)).StatusCode);
    }
}
