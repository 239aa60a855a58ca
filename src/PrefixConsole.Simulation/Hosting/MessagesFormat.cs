using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>Anthropic messages. <c>input_tokens</c> leaves out the cached ones, which <c>cache_read_input_tokens</c> counts.</summary>
internal sealed class MessagesFormat : WireFormat
{
    public override string IdPrefix => "msg_";

    public override string PromptName => "messages";

    public override IReadOnlyList<string> MaxTokensNames { get; } = ["max_tokens"];

    public override ApiError? ReadPrompt(JsonElement root, ChatTemplate template, List<int> ids)
    {
        if (root.Get("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            return ApiError.BadRequest("messages: at least one message is required", "messages");
        }

        template.AddTools(root.Get("tools"), ids);
        if (root.Has("system"))
        {
            template.Add("<|system|>\n", ids);
            template.AddContent(root.Get("system"), ids);
            template.Add("\n<|end|>\n", ids);
        }

        template.Render(messages, default, addGenerationPrompt: true, ids);
        return null;
    }

    public override void WriteStart(SseWriter sse, Generation generation)
    {
        sse.Event("message_start", json =>
        {
            json.WriteString("type", "message_start");
            json.WritePropertyName("message");
            WriteMessage(json, generation, whole: false);
        });
        sse.Event("content_block_start", json =>
        {
            json.WriteString("type", "content_block_start");
            json.WriteNumber("index", 0);
            json.WritePropertyName("content_block");
            WriteText(json, "text", "");
        });
    }

    public override void WriteDelta(SseWriter sse, Generation generation, string text) => sse.Event("content_block_delta", json =>
    {
        json.WriteString("type", "content_block_delta");
        json.WriteNumber("index", 0);
        json.WritePropertyName("delta");
        WriteText(json, "text_delta", text);
    });

    public override void WriteEnd(SseWriter sse, Generation generation)
    {
        sse.Event("content_block_stop", json =>
        {
            json.WriteString("type", "content_block_stop");
            json.WriteNumber("index", 0);
        });
        sse.Event("message_delta", json =>
        {
            json.WriteString("type", "message_delta");
            json.WriteStartObject("delta");
            json.WriteString("stop_reason", StopReason(generation));
            json.WriteNull("stop_sequence");
            json.WriteEndObject();
            WriteUsage(json, generation, generation.OutputTokens);
        });
        sse.Event("message_stop", json => json.WriteString("type", "message_stop"));
    }

    public override void WriteWhole(Utf8JsonWriter json, Generation generation) => WriteMessage(json, generation, whole: true);

    public override void WriteError(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", error.Status switch { 404 => "not_found_error", >= 500 => "api_error", _ => "invalid_request_error" });
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string StopReason(Generation generation) => generation.FinishReason == "length" ? "max_tokens" : "end_turn";

    private static void WriteText(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, Generation generation, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("id", generation.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", generation.Model);
        json.WriteStartArray("content");
        if (whole)
        {
            WriteText(json, "text", generation.Text.ToString());
        }

        json.WriteEndArray();
        json.WriteString("stop_reason", whole ? StopReason(generation) : null);
        json.WriteNull("stop_sequence");
        WriteUsage(json, generation, whole ? generation.OutputTokens : 1);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, Generation generation, int outputTokens)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", generation.PromptTokens - generation.CachedTokens);
        json.WriteNumber("cache_creation_input_tokens", 0);
        json.WriteNumber("cache_read_input_tokens", generation.CachedTokens);
        json.WriteNumber("output_tokens", outputTokens);
        json.WriteEndObject();
    }
}
