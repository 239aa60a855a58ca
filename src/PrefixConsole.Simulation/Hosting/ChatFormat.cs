using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>OpenAI chat completions.</summary>
internal sealed class ChatFormat : WireFormat
{
    public override string IdPrefix => "chatcmpl-";

    public override string PromptName => "messages";

    public override IReadOnlyList<string> MaxTokensNames { get; } = ["max_completion_tokens", "max_tokens"];

    public override ApiError? ReadPrompt(JsonElement root, ChatTemplate template, List<int> ids)
    {
        if (root.Get("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            return ApiError.BadRequest("messages must be an array with at least one message.", "messages");
        }

        template.Render(messages, root.Get("tools"), addGenerationPrompt: true, ids);
        return null;
    }

    public override void WriteStart(SseWriter sse, Generation generation) => sse.Event(null, json =>
    {
        WriteHead(json, generation, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteNull("finish_reason");
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public override void WriteDelta(SseWriter sse, Generation generation, string text) => WriteChunk(sse, generation, text, null);

    public override void WriteEnd(SseWriter sse, Generation generation)
    {
        WriteChunk(sse, generation, null, generation.FinishReason);
        if (generation.IncludeUsage)
        {
            sse.Event(null, json =>
            {
                WriteHead(json, generation, "chat.completion.chunk");
                json.WriteStartArray("choices");
                json.WriteEndArray();
                WriteOpenAiUsage(json, generation);
            });
        }

        sse.Done();
    }

    public override void WriteWhole(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartObject();
        WriteHead(json, generation, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", generation.Text.ToString());
        json.WriteNull("refusal");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", generation.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteOpenAiUsage(json, generation);
        json.WriteEndObject();
    }

    private static void WriteChunk(SseWriter sse, Generation generation, string? text, string? finishReason) => sse.Event(null, json =>
    {
        WriteHead(json, generation, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        if (text is not null)
        {
            json.WriteString("content", text);
        }

        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static void WriteHead(Utf8JsonWriter json, Generation generation, string kind)
    {
        json.WriteString("id", generation.Id);
        json.WriteString("object", kind);
        json.WriteNumber("created", generation.Created);
        json.WriteString("model", generation.Model);
    }
}
