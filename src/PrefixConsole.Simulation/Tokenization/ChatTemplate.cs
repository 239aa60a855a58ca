using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace PrefixConsole.Simulation.Tokenization;

/// <summary>
/// The simulated models' chat template: tools, then each message as role marker, parts in order and end marker, then the marker
/// that asks for the assistant's turn. Every piece is encoded by itself, so the ids of a conversation are a prefix of the ids of the same
/// conversation one turn later, the model's own answer included.
/// </summary>
internal sealed class ChatTemplate(PromptTokenizer tokenizer)
{
    /// <summary>Appends the ids of OpenAI messages and tools to <paramref name="ids"/>.</summary>
    /// <param name="messages">A JSON array of messages.</param>
    /// <param name="tools">A JSON array, or undefined.</param>
    /// <param name="addGenerationPrompt">End with the assistant's role marker.</param>
    /// <param name="ids">Where to.</param>
    public void Render(JsonElement messages, JsonElement tools, bool addGenerationPrompt, List<int> ids)
    {
        AddTools(tools, ids);
        foreach (var message in messages.EnumerateArray())
        {
            AddMessage(message.Text("role") ?? "user", message, ids);
        }

        if (addGenerationPrompt)
        {
            Add("<|assistant|>\n", ids);
        }
    }

    public void AddTools(JsonElement tools, List<int> ids)
    {
        if (tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0)
        {
            Add("<|tools|>\n", ids);
            Add(tools.GetRawText(), ids);
            Add("\n<|end|>\n", ids);
        }
    }

    public void AddMessage(string role, JsonElement message, List<int> ids)
    {
        Add($"<|{role}|>\n", ids);
        if (message.Text("name") is { } name)
        {
            Add($"<|name|>{name}\n", ids);
        }

        AddContent(message.Get("content"), ids);
        if (message.Get("tool_calls") is { ValueKind: JsonValueKind.Array } calls)
        {
            Add("<|calls|>", ids);
            Add(calls.GetRawText(), ids);
        }

        if (message.Text("tool_call_id") is { } call)
        {
            Add($"<|call|>{call}", ids);
        }

        Add("\n<|end|>\n", ids);
    }

    /// <summary>A string, or an array of parts: text as it is, anything else as a marker with the hash of its JSON.</summary>
    public void AddContent(JsonElement content, List<int> ids)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            Add(content.GetString()!, ids);
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                AddPart(part, ids);
            }
        }
    }

    public void Add(string text, List<int> ids)
    {
        if (text.Length > 0)
        {
            ids.AddRange(tokenizer.Encode(text));
        }
    }

    private void AddPart(JsonElement part, List<int> ids)
    {
        var type = part.Text("type");
        if (part.ValueKind == JsonValueKind.String)
        {
            Add(part.GetString()!, ids);
        }
        else if (type is "text" or "input_text" or "output_text" && part.Text("text") is { } text)
        {
            Add(text, ids);
        }
        else
        {
            var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(part.GetRawText()));
            Add(string.Create(CultureInfo.InvariantCulture, $"<|{type ?? "part"} {hash:x16}|>"), ids);
        }
    }
}
