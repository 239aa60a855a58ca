using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>OpenAI completions: one prompt, as text or token ids.</summary>
internal sealed class CompletionsFormat : WireFormat
{
    public override string IdPrefix => "cmpl-";

    public override string PromptName => "prompt";

    public override IReadOnlyList<string> MaxTokensNames { get; } = ["max_tokens"];

    public override ApiError? ReadPrompt(JsonElement root, ChatTemplate template, List<int> ids)
    {
        var prompt = root.Get("prompt");
        if (prompt.ValueKind == JsonValueKind.Array && prompt.GetArrayLength() == 1 && prompt[0].ValueKind != JsonValueKind.Number)
        {
            prompt = prompt[0];
        }

        if (prompt.ValueKind == JsonValueKind.String)
        {
            template.Add(prompt.GetString()!, ids);
            return null;
        }

        if (prompt.ValueKind != JsonValueKind.Array)
        {
            return ApiError.BadRequest("prompt must be a string or an array of token ids.", "prompt");
        }

        foreach (var id in prompt.EnumerateArray())
        {
            if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out var token) || token < 0)
            {
                return ApiError.BadRequest("This worker takes one prompt: a string or an array of token ids.", "prompt");
            }

            ids.Add(token);
        }

        return null;
    }

    public override void WriteDelta(SseWriter sse, Generation generation, string text) => WriteChunk(sse, generation, text, null);

    public override void WriteEnd(SseWriter sse, Generation generation)
    {
        WriteChunk(sse, generation, "", generation.FinishReason);
        if (generation.IncludeUsage)
        {
            sse.Event(null, json =>
            {
                WriteHead(json, generation);
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
        WriteHead(json, generation);
        WriteChoice(json, generation.Text.ToString(), generation.FinishReason);
        WriteOpenAiUsage(json, generation);
        json.WriteEndObject();
    }

    private static void WriteChunk(SseWriter sse, Generation generation, string text, string? finishReason) => sse.Event(null, json =>
    {
        WriteHead(json, generation);
        WriteChoice(json, text, finishReason);
    });

    private static void WriteChoice(Utf8JsonWriter json, string text, string? finishReason)
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteString("text", text);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteHead(Utf8JsonWriter json, Generation generation)
    {
        json.WriteString("id", generation.Id);
        json.WriteString("object", "text_completion");
        json.WriteNumber("created", generation.Created);
        json.WriteString("model", generation.Model);
    }
}
