using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrefixConsole.Simulation.Workload;

/// <summary>
/// A stream of requests as a busy assistant service would see: multi-turn chats under shared system prompts of Zipf popularity (55 %),
/// agents with tools whose context grows step by step (25 %), one-off prompts (20 %). Equal seeds and equal answers make equal requests.
/// Thread-safe.
/// </summary>
public sealed class DemoWorkload
{
    /// <summary>Most chats and agents alive at once.</summary>
    public const int MaxConversations = 40;

    private const double ChatShare = 0.55;
    private const double AgentShare = 0.25;
    private const double StreamShare = 0.85;
    private const double PopularityExponent = 1.1;
    private const double ContinueShare = 0.75;

    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly DemoText _text;
    private readonly string _model;
    private readonly ZipfDistribution _popularity = new(DemoPrompts.SystemPrompts.Count, PopularityExponent);
    private readonly List<Conversation> _conversations = [];
    private int _created;

    public DemoWorkload(int seed, string model)
    {
        _random = new Random(seed);
        _text = new DemoText(_random);
        _model = model;
    }

    /// <summary>The next request; report its end with <see cref="Complete"/> or <see cref="Fail"/>.</summary>
    public DemoRequest Next()
    {
        lock (_gate)
        {
            var draw = _random.NextDouble();
            var conversation = draw < ChatShare ? Pick(DemoRequestKind.Chat)
                : draw < ChatShare + AgentShare ? Pick(DemoRequestKind.Agent)
                : null;
            return conversation is null ? OneOff() : Turn(conversation);
        }
    }

    /// <summary>The answer has come: the conversation can go on.</summary>
    public void Complete(DemoRequest request, string answer)
    {
        if (request.Conversation is not { } conversation)
        {
            return;
        }

        lock (_gate)
        {
            conversation.Busy = false;
            conversation.TurnsLeft--;
            if (conversation.TurnsLeft <= 0)
            {
                _conversations.Remove(conversation);
            }
            else if (conversation.Kind == DemoRequestKind.Chat)
            {
                conversation.Messages.Add(Message("assistant", answer));
                conversation.Messages.Add(Message("user", _text.Question()));
            }
            else
            {
                AddToolCall(conversation, answer);
            }
        }
    }

    /// <summary>No answer came: its conversation ends, as most users would.</summary>
    public void Fail(DemoRequest request)
    {
        if (request.Conversation is { } conversation)
        {
            lock (_gate)
            {
                _conversations.Remove(conversation);
            }
        }
    }

    /// <summary>An idle conversation or a new one; null when neither is to be had.</summary>
    private Conversation? Pick(DemoRequestKind kind)
    {
        var idle = _conversations.Where(c => c.Kind == kind && !c.Busy).ToArray();
        var full = _conversations.Count >= MaxConversations;
        if (idle.Length > 0 && (full || _random.NextDouble() < ContinueShare))
        {
            return idle[_random.Next(idle.Length)];
        }

        return full ? null : Begin(kind);
    }

    private Conversation Begin(DemoRequestKind kind)
    {
        var chat = kind == DemoRequestKind.Chat;
        var conversation = new Conversation
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"demo-{(chat ? "chat" : "agent")}-{++_created}"),
            Kind = kind,
            TurnsLeft = chat ? _random.Next(2, 9) : _random.Next(4, 13),
            Tools = chat ? null : (JsonArray)DemoPrompts.Tools[_random.Next(DemoPrompts.Tools.Count)].DeepClone(),
        };
        var system = chat ? DemoPrompts.SystemPrompts[_popularity.Sample(_random)] : DemoPrompts.AgentPrompt;
        conversation.Messages.Add(Message("system", system));
        conversation.Messages.Add(Message("user", chat ? _text.Question() : _text.Task()));
        _conversations.Add(conversation);
        return conversation;
    }

    private DemoRequest Turn(Conversation conversation)
    {
        conversation.Busy = true;
        var body = new JsonObject
        {
            ["model"] = _model,
            ["messages"] = conversation.Messages.DeepClone(),
        };
        if (conversation.Tools is { } tools)
        {
            body["tools"] = tools.DeepClone();
            body["max_tokens"] = _random.Next(16, 97);
        }

        return Request(conversation.Kind, "/v1/chat/completions", body, conversation);
    }

    private DemoRequest OneOff()
    {
        var document = _text.Document();
        if (_random.NextDouble() < 0.3)
        {
            var completion = new JsonObject { ["model"] = _model, ["prompt"] = document, ["max_tokens"] = _random.Next(16, 129) };
            return Request(DemoRequestKind.OneOff, "/v1/completions", completion, null);
        }

        var chat = new JsonObject { ["model"] = _model, ["messages"] = new JsonArray(Message("user", document)) };
        return Request(DemoRequestKind.OneOff, "/v1/chat/completions", chat, null);
    }

    private DemoRequest Request(DemoRequestKind kind, string path, JsonObject body, Conversation? conversation)
    {
        var stream = _random.NextDouble() < StreamShare;
        if (stream)
        {
            body["stream"] = true;
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return new DemoRequest
        {
            Kind = kind,
            Path = path,
            Body = JsonSerializer.SerializeToUtf8Bytes(body),
            SessionId = conversation?.Id,
            Stream = stream,
            Conversation = conversation,
        };
    }

    private void AddToolCall(Conversation agent, string answer)
    {
        var tool = agent.Tools![_random.Next(agent.Tools.Count)]!["function"]!["name"]!.GetValue<string>();
        var call = string.Create(CultureInfo.InvariantCulture, $"call_{agent.Messages.Count}");
        var message = Message("assistant", answer);
        message["tool_calls"] = new JsonArray(new JsonObject
        {
            ["id"] = call,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = JsonSerializer.Serialize(_text.Topic()) },
        });
        agent.Messages.Add(message);
        var result = Message("tool", _text.ToolResult());
        result["tool_call_id"] = call;
        agent.Messages.Add(result);
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };
}
