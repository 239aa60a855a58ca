using System.Net.Http.Headers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PrefixConsole.Simulation.Workload;

/// <summary>The built-in workload generator: sends labelled demo requests to the gateway over HTTP. Thread-safe.</summary>
public sealed partial class DemoTraffic : BackgroundService
{
    /// <summary>Largest rate that can be set.</summary>
    public const double MaxRate = 200;

    /// <summary>Smallest rate that can be set.</summary>
    public const double MinRate = 0.1;

    /// <summary>Header that marks a request as demo traffic; its value is the token of the constructor.</summary>
    public const string LabelHeader = "x-prefix-demo";

    private static readonly TimeSpan s_requestTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_addressPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Arrivals missed during a stall longer than this are not made up for.</summary>
    private static readonly TimeSpan s_maxLag = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Func<Uri?> _gateway;
    private readonly string _token;
    private readonly DemoTrafficOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _client;
    private readonly DemoWorkload _workload;
    private readonly Random _arrivals;
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;
    private double _rate;
    private long _sent;
    private long _failed;
    private long _skipped;
    private int _underWay;

    /// <param name="gateway">Base address of the gateway; null while it does not listen yet.</param>
    /// <param name="token">Value of <see cref="LabelHeader"/>.</param>
    /// <param name="model">Model to ask for.</param>
    /// <param name="options">Validated.</param>
    /// <param name="time">Clock of the arrivals.</param>
    /// <param name="logger">Told of failures, never of prompts.</param>
    /// <param name="handler">Sends the requests; null for an ordinary one.</param>
    public DemoTraffic(
        Func<Uri?> gateway, string token, string model, DemoTrafficOptions options, TimeProvider time, ILogger<DemoTraffic> logger, HttpMessageHandler? handler = null)
    {
        _gateway = gateway;
        _token = token;
        _options = options;
        _time = time;
        _logger = logger;
        _client = new HttpMessageInvoker(handler ?? new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        _workload = new DemoWorkload(options.Seed, model);
        _arrivals = new Random(options.Seed);
        _running = options.Enabled;
        _rate = options.RequestsPerSecond;
    }

    /// <summary>Raised after a change of <see cref="Running"/> or <see cref="Rate"/>.</summary>
    public event Action? Changed;

    public bool Running => Volatile.Read(ref _running);

    /// <summary>Requests per second, <see cref="MinRate"/> to <see cref="MaxRate"/>.</summary>
    public double Rate => Volatile.Read(ref _rate);

    /// <summary>Requests sent, failed ones included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Requests without a complete answer.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Arrivals left out because <see cref="DemoTrafficOptions.MaxConcurrent"/> requests were under way.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Requests under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>True from <see cref="MinRate"/> to <see cref="MaxRate"/>.</summary>
    public static bool IsValidRate(double requestsPerSecond) => requestsPerSecond is >= MinRate and <= MaxRate;

    public void Start() => SetRunning(true);

    /// <summary>No request starts after this; those under way go on to their end.</summary>
    public void Stop() => SetRunning(false);

    /// <summary>False when out of range or not finite: nothing changes.</summary>
    public bool SetRate(double requestsPerSecond)
    {
        if (!IsValidRate(requestsPerSecond))
        {
            return false;
        }

        lock (_gate)
        {
            Volatile.Write(ref _rate, requestsPerSecond);
        }

        Signal();
        return true;
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var start = _time.GetTimestamp();
        var due = TimeSpan.Zero;
        try
        {
            while (true)
            {
                // Taken before the state is read: a change in between ends the wait at once.
                var change = Change();
                if (!Running)
                {
                    await change.WaitAsync(stoppingToken);
                    due = _time.GetElapsedTime(start);
                    continue;
                }

                if (_gateway() is not { } gateway)
                {
                    await Task.Delay(s_addressPoll, _time, stoppingToken);
                    due = _time.GetElapsedTime(start);
                    continue;
                }

                var next = due + TimeSpan.FromSeconds(-Math.Log(1 - _arrivals.NextDouble()) / Rate);
                if (await ChangedBeforeAsync(next - _time.GetElapsedTime(start), change, stoppingToken))
                {
                    due = _time.GetElapsedTime(start);
                    continue;
                }

                var now = _time.GetElapsedTime(start);
                due = now - next > s_maxLag ? now : next;
                Arrive(gateway, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> ChangedBeforeAsync(TimeSpan wait, Task change, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, over.Token);
            await Task.WhenAny(delay, change);
            await over.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return change.IsCompleted;
    }

    private void Arrive(Uri gateway, CancellationToken stoppingToken)
    {
        if (UnderWay >= _options.MaxConcurrent)
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _sent);
        _ = SendAsync(gateway, stoppingToken);
    }

    private async Task SendAsync(Uri gateway, CancellationToken stoppingToken)
    {
        var request = _workload.Next();
        try
        {
            using var timeout = new CancellationTokenSource(s_requestTimeout, _time);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
            using var message = Message(gateway, request);
            using var response = await _client.SendAsync(message, ended.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException("The gateway refused.", null, response.StatusCode);
            }

            await using var body = await response.Content.ReadAsStreamAsync(ended.Token);
            var answer = request.Stream
                ? await AnswerReader.ReadStreamAsync(body, ended.Token)
                : await AnswerReader.ReadWholeAsync(body, ended.Token);
            _workload.Complete(request, answer);
        }
        catch (Exception e)
        {
            // Whatever went wrong with one request, the traffic goes on: the count shows it.
            _workload.Fail(request);
            Interlocked.Increment(ref _failed);
            if (!stoppingToken.IsCancellationRequested && _logger.IsEnabled(LogLevel.Debug))
            {
                var error = e.GetType().Name;
                var status = (int?)(e as HttpRequestException)?.StatusCode ?? 0;
                LogFailed(error, status);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private HttpRequestMessage Message(Uri gateway, DemoRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, request.Path))
        {
            Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        message.Headers.UserAgent.ParseAdd("PrefixConsole-demo");
        message.Headers.TryAddWithoutValidation(LabelHeader, _token);
        if (request.SessionId is { } session)
        {
            message.Headers.TryAddWithoutValidation("x-session-id", session);
        }

        return message;
    }

    private Task Change()
    {
        lock (_gate)
        {
            return _change.Task;
        }
    }

    private void SetRunning(bool running)
    {
        lock (_gate)
        {
            if (_running == running)
            {
                return;
            }

            Volatile.Write(ref _running, running);
        }

        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            before = _change;
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.TrySetResult();
        Changed?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Demo request failed: {Error}, status {Status}")]
    private partial void LogFailed(string error, int status);
}
