using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Simulation.Workload;

namespace PrefixConsole.Simulation.Tests.Workload;

public sealed class DemoTrafficTests
{
    private static readonly Uri s_gateway = new("http://gateway.test/");

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(200, true)]
    [InlineData(0, false)]
    [InlineData(200.1, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void SetRate_OutOfRange_ChangesNothing(double rate, bool accepted)
    {
        using var traffic = Traffic(new Answering(), new FakeTimeProvider(), new DemoTrafficOptions());
        var changes = 0;
        traffic.Changed += () => changes++;

        Assert.Equal(accepted, traffic.SetRate(rate));

        Assert.Equal((accepted ? rate : 5, accepted ? 1 : 0), (traffic.Rate, changes));
    }

    [Fact]
    public async Task Execute_VirtualMinute_SendsAtTheRateAndLabelsEveryRequest()
    {
        var time = new ArrivalTime();
        var handler = new Answering();
        using var traffic = Traffic(handler, time, new DemoTrafficOptions { RequestsPerSecond = 10 });
        await traffic.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceAsync(traffic, time, 60_000);

        // Poisson of mean 600: four standard deviations either side.
        Assert.InRange(traffic.Sent, 500, 700);
        Assert.Equal(0, traffic.Failed);
        Assert.All(handler.Requests, r => Assert.Equal(("token", "PrefixConsole-demo"), (r.Label, r.Agent)));
        Assert.Contains(handler.Requests, r => r.Session is not null);
        await traffic.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_ThenStart_SendsNothingInBetween()
    {
        var time = new ArrivalTime();
        using var traffic = Traffic(new Answering(), time, new DemoTrafficOptions { Enabled = false, RequestsPerSecond = 20 });
        await traffic.StartAsync(TestContext.Current.CancellationToken);
        await AdvanceAsync(traffic, time, 2000);
        Assert.Equal(0, traffic.Sent);

        traffic.Start();
        await AdvanceAsync(traffic, time, 5000);
        var sent = traffic.Sent;
        Assert.True(sent > 20);

        traffic.Stop();
        Assert.False(traffic.Running);
        await AdvanceAsync(traffic, time, 5000);
        Assert.InRange(traffic.Sent, sent, sent + 1); // one may have been on its way out
        await traffic.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Execute_GatewayFails_CountsAndGoesOn()
    {
        var time = new ArrivalTime();
        using var traffic = Traffic(new Answering { Status = HttpStatusCode.ServiceUnavailable }, time, new DemoTrafficOptions { RequestsPerSecond = 20 });
        await traffic.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceAsync(traffic, time, 5000);

        Assert.True(traffic.Failed > 20);
        Assert.Equal(0, traffic.UnderWay);
        await traffic.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Execute_GatewayHangs_ConcurrencyIsBoundedAndStopIsPrompt()
    {
        var time = new ArrivalTime();
        using var traffic = Traffic(new Answering { Hang = true }, time, new DemoTrafficOptions { RequestsPerSecond = 20, MaxConcurrent = 3 });
        await traffic.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceAsync(traffic, time, 5000, hanging: 3);

        Assert.Equal((3, 3), (traffic.Sent, traffic.UnderWay));
        Assert.True(traffic.Skipped > 20);
        await traffic.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Validate_OutOfRange_NamesTheKeys()
    {
        var failures = new DemoTrafficOptionsValidator().Validate(null, new DemoTrafficOptions { RequestsPerSecond = 0, MaxConcurrent = 0 }).Failures!;

        Assert.Equal(["DemoTraffic:RequestsPerSecond", "DemoTraffic:MaxConcurrent"], failures.Select(f => f.Split(' ')[0]));
    }

    private static DemoTraffic Traffic(HttpMessageHandler handler, TimeProvider time, DemoTrafficOptions options) =>
        new(() => s_gateway, "token", "m", options, time, NullLogger<DemoTraffic>.Instance, handler);

    /// <summary>Lets time pass in small steps, each when the traffic waits for its next arrival or is stopped and its requests are as they will be.</summary>
    private static async Task AdvanceAsync(DemoTraffic traffic, ArrivalTime time, int milliseconds, int hanging = 0)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        for (var i = 0; i <= milliseconds; i += 50)
        {
            while ((traffic.Running && !time.Waiting) || traffic.UnderWay > hanging)
            {
                await Task.Yield();
                limit.Token.ThrowIfCancellationRequested();
            }

            time.Advance(TimeSpan.FromMilliseconds(i < milliseconds ? 50 : 0));
        }
    }

    private sealed class Answering : HttpMessageHandler
    {
        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public bool Hang { get; init; }

        public ConcurrentQueue<(string? Label, string? Agent, string? Session)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Enqueue((Header(request, "x-prefix-demo"), Header(request, "User-Agent"), Header(request, "x-session-id")));
            if (Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var answer = body.Contains("\"stream\":true", StringComparison.Ordinal)
                ? "data: {\"choices\":[{\"delta\":{\"content\":\"Yes.\"}}]}\n\ndata: [DONE]\n\n"
                : """{"choices":[{"message":{"content":"Yes."}}]}""";
            return new HttpResponseMessage(Status) { Content = new StringContent(answer) };
        }

        private static string? Header(HttpRequestMessage request, string name) =>
            request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }
}
