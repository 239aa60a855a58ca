using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>OpenAI responses: one message of one text part, without stored state.</summary>
internal sealed class ResponsesFormat : WireFormat
{
    public override string IdPrefix => "resp_";

    public override string PromptName => "input";

    public override IReadOnlyList<string> MaxTokensNames { get; } = ["max_output_tokens"];

    public override ApiError? ReadPrompt(JsonElement root, ChatTemplate template, List<int> ids)
    {
        var input = root.Get("input");
        if (input.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            return ApiError.BadRequest("input must be a string or an array of items.", "input");
        }

        template.AddTools(root.Get("tools"), ids);
        if (root.Text("instructions") is { } instructions)
        {
            template.Add("<|system|>\n", ids);
            template.Add(instructions, ids);
            template.Add("\n<|end|>\n", ids);
        }

        if (input.ValueKind == JsonValueKind.String)
        {
            template.Add("<|user|>\n", ids);
            template.Add(input.GetString()!, ids);
            template.Add("\n<|end|>\n", ids);
        }
        else
        {
            foreach (var item in input.EnumerateArray())
            {
                AddItem(item, template, ids);
            }
        }

        template.Add("<|assistant|>\n", ids);
        return null;
    }

    public override void WriteStart(SseWriter sse, Generation generation)
    {
        Numbered(sse, "response.created", 0, json => WriteResponse(json, "response", generation, "in_progress"));
        Numbered(sse, "response.in_progress", 1, json => WriteResponse(json, "response", generation, "in_progress"));
        Numbered(sse, "response.output_item.added", 2, json =>
        {
            json.WriteNumber("output_index", 0);
            json.WritePropertyName("item");
            WriteItem(json, generation, "in_progress", null);
        });
        Numbered(sse, "response.content_part.added", 3, json =>
        {
            WritePlace(json, generation);
            json.WritePropertyName("part");
            WritePart(json, "");
        });
    }

    public override void WriteDelta(SseWriter sse, Generation generation, string text) =>
        Numbered(sse, "response.output_text.delta", 3 + generation.OutputTokens, json =>
        {
            WritePlace(json, generation);
            json.WriteString("delta", text);
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        });

    public override void WriteEnd(SseWriter sse, Generation generation)
    {
        var next = 4 + generation.OutputTokens;
        var text = generation.Text.ToString();
        Numbered(sse, "response.output_text.done", next, json =>
        {
            WritePlace(json, generation);
            json.WriteString("text", text);
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
        });
        Numbered(sse, "response.content_part.done", next + 1, json =>
        {
            WritePlace(json, generation);
            json.WritePropertyName("part");
            WritePart(json, text);
        });
        Numbered(sse, "response.output_item.done", next + 2, json =>
        {
            json.WriteNumber("output_index", 0);
            json.WritePropertyName("item");
            WriteItem(json, generation, Status(generation), text);
        });
        Numbered(sse, "response." + Status(generation), next + 3, json => WriteResponse(json, "response", generation, Status(generation)));
    }

    public override void WriteWhole(Utf8JsonWriter json, Generation generation) => WriteResponse(json, null, generation, Status(generation));

    private static string Status(Generation generation) => generation.FinishReason == "length" ? "incomplete" : "completed";

    private static void Numbered(SseWriter sse, string type, int number, Action<Utf8JsonWriter> write) => sse.Event(type, json =>
    {
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", number);
        write(json);
    });

    private static void AddItem(JsonElement item, ChatTemplate template, List<int> ids)
    {
        if (item.Text("role") is { } role)
        {
            template.AddMessage(role == "developer" ? "system" : role, item, ids);
        }
        else
        {
            // Function calls, their outputs and reasoning items: in order, as they came.
            template.Add($"<|{item.Text("type") ?? "item"}|>\n", ids);
            template.Add(item.GetRawText(), ids);
            template.Add("\n<|end|>\n", ids);
        }
    }

    private static void WritePlace(Utf8JsonWriter json, Generation generation)
    {
        json.WriteString("item_id", "msg_" + generation.Id);
        json.WriteNumber("output_index", 0);
        json.WriteNumber("content_index", 0);
    }

    private static void WritePart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteString("text", text);
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, Generation generation, string status, string? text)
    {
        json.WriteStartObject();
        json.WriteString("id", "msg_" + generation.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("status", status);
        json.WriteStartArray("content");
        if (text is not null)
        {
            WritePart(json, text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, string? name, Generation generation, string status)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("id", generation.Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", generation.Created);
        json.WriteString("status", status);
        json.WriteNull("error");
        if (status == "incomplete")
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", "max_output_tokens");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteString("model", generation.Model);
        json.WriteStartArray("output");
        if (status != "in_progress")
        {
            WriteItem(json, generation, status, generation.Text.ToString());
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        if (status == "in_progress")
        {
            json.WriteNull("usage");
        }
        else
        {
            WriteUsage(json, generation);
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", generation.PromptTokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", generation.CachedTokens);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", generation.OutputTokens);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", generation.PromptTokens + generation.OutputTokens);
        json.WriteEndObject();
    }
}
