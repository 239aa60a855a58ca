using System.Buffers;
using System.Text.Json;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>What is posted to <c>/tokenize</c>.</summary>
internal static class TokenQuestion
{
    /// <summary>vLLM's form, which SGLang and the simulated workers take too: the engine applies the model's template.</summary>
    public static byte[] Vllm(TokenPrompt prompt) => Write(json =>
    {
        json.WriteString("model", prompt.Model);
        if (prompt.IsChat)
        {
            json.WriteStartArray("messages");
            foreach (var message in prompt.Messages)
            {
                json.WriteRawValue(message.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
        }
        else
        {
            Raw(json, "prompt", prompt.Text);
        }

        var asked = prompt.IsChat ? "add_generation_prompt" : "add_special_tokens";
        if (!prompt.Options.Any(o => o.Name == asked))
        {
            json.WriteBoolean(asked, true);
        }

        foreach (var (name, option) in prompt.Options)
        {
            Raw(json, name, option);
        }
    });

    /// <summary>llama.cpp's form, which knows no chats.</summary>
    public static byte[] LlamaCpp(TokenPrompt prompt) => Write(json =>
    {
        Raw(json, "content", prompt.Text);
        json.WriteBoolean("add_special", true);
        json.WriteBoolean("parse_special", true);
    });

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Span, skipInputValidation: true);
    }
}
