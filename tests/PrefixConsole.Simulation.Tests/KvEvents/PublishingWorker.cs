using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MessagePack;
using NetMQ;
using NetMQ.Sockets;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Simulation.KvEvents;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Tests.KvEvents;

/// <summary>A started worker that publishes, a subscriber of it, and requests for both.</summary>
internal sealed class PublishingWorker : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly PromptTokenizer s_tokenizer = new();
    private static readonly WordTokenSource s_words = new();

    private readonly SubscriberSocket _subscriber = new();
    private readonly HttpClient _client;
    private int _prompts;

    private PublishingWorker(SimulatedWorker worker)
    {
        Worker = worker;
        _client = new HttpClient { BaseAddress = worker.Address, Timeout = s_limit };
        _subscriber.SubscribeToAnyTopic();
        _subscriber.Connect(Wire(worker.EventsAddress!));
    }

    public SimulatedWorker Worker { get; }

    /// <summary>Numbers of all batches that the subscriber heard.</summary>
    public List<ulong> Heard { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PublishingWorker> StartAsync(KvEventOptions events, int blocks = 512)
    {
        var worker = new SimulatedWorker(
            new SimulatedWorkerOptions { Id = "w1", Model = "m", KvEvents = events, Engine = new EngineOptions { Blocks = blocks, SpeedFactor = 1000 } },
            s_tokenizer,
            s_words,
            TimeProvider.System);
        await worker.StartAsync(Cancellation);
        return new PublishingWorker(worker);
    }

    /// <summary>One pass, so one batch if the prompt is new.</summary>
    public async Task AskAsync(string prompt, string more = "")
    {
        using var content = new StringContent($$"""{"model":"m","prompt":"{{prompt}}","max_tokens":1{{more}}}""", Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/v1/completions", content, Cancellation);
        response.EnsureSuccessStatusCode();
    }

    public Task AskNewAsync() =>
        AskAsync(string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"prompt {_prompts++} "), 30)));

    public async Task ResetAsync()
    {
        using var response = await _client.PostAsync("/reset_prefix_cache", null, Cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks new prompts until the subscriber hears one: a publisher does not say when a subscription has arrived.</summary>
    public async Task<(ulong Sequence, byte[] Payload)> JoinAsync()
    {
        var until = DateTimeOffset.UtcNow + s_limit;
        while (DateTimeOffset.UtcNow < until)
        {
            await AskNewAsync();
            if (TryReceive(TimeSpan.FromMilliseconds(200)) is { } first)
            {
                // what can be replayed has been published, by the same thread
                var last = first;
                for (var end = Replay()[^1].Sequence; last.Sequence < end;)
                {
                    last = Receive();
                }

                return last;
            }
        }

        throw new TimeoutException("The subscriber heard nothing.");
    }

    public (ulong Sequence, byte[] Payload) Receive() => TryReceive(s_limit) ?? throw new TimeoutException("No batch came.");

    public (ulong Sequence, byte[] Payload)? TryReceive(TimeSpan limit)
    {
        var message = new NetMQMessage();
        if (!_subscriber.TryReceiveMultipartMessage(limit, ref message!))
        {
            return null;
        }

        Assert.Equal(3, message.FrameCount);
        Heard.Add(BinaryPrimitives.ReadUInt64BigEndian(message[1].ToByteArray()));
        return (BinaryPrimitives.ReadUInt64BigEndian(message[1].ToByteArray()), message[2].ToByteArray());
    }

    /// <summary>Frames of each answer to a replay request, the end marker last.</summary>
    public List<NetMQMessage> ReplayFrames(ulong start)
    {
        using var dealer = new DealerSocket();
        dealer.Options.Linger = TimeSpan.Zero;
        dealer.Connect(Wire(Worker.ReplayAddress!));
        var number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, start);
        dealer.SendMoreFrameEmpty().SendFrame(number);
        var frames = new List<NetMQMessage>();
        do
        {
            var message = new NetMQMessage();
            Assert.True(dealer.TryReceiveMultipartMessage(s_limit, ref message!), "no answer to the replay request");
            frames.Add(message);
        }
        while (BinaryPrimitives.ReadUInt64BigEndian(frames[^1][frames[^1].FrameCount - 2].ToByteArray()) != ulong.MaxValue);
        return frames;
    }

    public List<(ulong Sequence, byte[] Payload)> Replay(ulong start = 0) =>
        [.. ReplayFrames(start).SkipLast(1).Select(f => (BinaryPrimitives.ReadUInt64BigEndian(f[f.FrameCount - 2].ToByteArray()), f.Last.ToByteArray()))];

    /// <summary>Replays until the condition holds.</summary>
    public List<(ulong Sequence, byte[] Payload)> ReplayUntil(Func<List<(ulong Sequence, byte[] Payload)>, bool> condition)
    {
        var until = DateTimeOffset.UtcNow + s_limit;
        while (true)
        {
            var batches = Replay();
            if (condition(batches))
            {
                return batches;
            }

            Assert.True(DateTimeOffset.UtcNow < until, "the replay never showed what was expected");
        }
    }

    /// <summary>Blocks that the batches leave cached.</summary>
    public static HashSet<ulong> Blocks(IEnumerable<(ulong Sequence, byte[] Payload)> batches)
    {
        var blocks = new HashSet<ulong>();
        foreach (var item in batches.SelectMany(b => Events(b.Payload)))
        {
            var map = item as Dictionary<object, object>;
            var hashes = map is null ? ((object[])item).ElementAtOrDefault(1) : map.GetValueOrDefault("block_hashes");
            var values = ((object[]?)hashes ?? []).Select(Hash);
            switch ((string)(map is null ? ((object[])item)[0] : map["type"]))
            {
                case "BlockStored":
                    blocks.UnionWith(values);
                    break;
                case "BlockRemoved":
                    blocks.ExceptWith(values);
                    break;
                default:
                    blocks.Clear();
                    break;
            }
        }

        return blocks;
    }

    public static object[] Events(byte[] payload) =>
        (object[])MessagePackSerializer.Deserialize<object[]>(payload, cancellationToken: Cancellation)[1];

    public async ValueTask DisposeAsync()
    {
        _subscriber.Dispose();
        _client.Dispose();
        await Worker.DisposeAsync();
    }

    private static ulong Hash(object value) =>
        value is ulong or byte or ushort or uint
            ? Convert.ToUInt64(value, CultureInfo.InvariantCulture)
            : unchecked((ulong)Convert.ToInt64(value, CultureInfo.InvariantCulture));

    private static string Wire(Uri address) => $"tcp://{address.Authority}";
}
