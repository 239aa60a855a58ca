using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>A chat as text: a start, every message between fixed words, and what the model goes on from.</summary>
internal sealed record ChatTemplate(string Start, string Message, string GenerationPrompt)
{
    private const string Role = "{role}";
    private const string Content = "{content}";

    public static ChatTemplate ChatMl { get; } = new("", "<|im_start|>{role}\n{content}<|im_end|>\n", "<|im_start|>assistant\n");

    public static ChatTemplate Llama3 { get; } = new(
        "<|begin_of_text|>", "<|start_header_id|>{role}<|end_header_id|>\n\n{content}<|eot_id|>", "<|start_header_id|>assistant<|end_header_id|>\n\n");

    /// <summary>What a configuration says; null for none.</summary>
    public static ChatTemplate? Of(ChatTemplateOptions? options, out (string Field, string Error)? wrong)
    {
        wrong = null;
        ChatTemplate? preset = null;
        switch (options?.Preset?.ToUpperInvariant())
        {
            case "CHATML":
                preset = ChatMl;
                break;
            case "LLAMA3":
                preset = Llama3;
                break;
            case null or "" or "NONE":
                break;
            default:
                wrong = (nameof(options.Preset), $"must be one of chatml, llama3, none, was '{options.Preset}'");
                return null;
        }

        if (options is { Message: { } message } && (!message.Contains(Content, StringComparison.Ordinal) || message.Length > 10_000))
        {
            wrong = (nameof(options.Message), $"must have the word {Content} and at most 10,000 characters");
            return null;
        }

        return options?.Message is null && preset is null
            ? null
            : new ChatTemplate(options!.Start ?? preset?.Start ?? "", options.Message ?? preset!.Message, options.GenerationPrompt ?? preset?.GenerationPrompt ?? "");
    }

    /// <summary>False when a message is not plain text.</summary>
    public bool TryRender(IEnumerable<ReadOnlyMemory<byte>> messages, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var all = new StringBuilder(Start);
        foreach (var json in messages)
        {
            using var message = JsonDocument.Parse(json);
            var fields = message.RootElement;
            if (!fields.TryGetProperty("role", out var role) || role.ValueKind is not JsonValueKind.String
                || !fields.TryGetProperty("content", out var content) || !Add(all, role.GetString()!, content)
                || fields.TryGetProperty("tool_calls", out _))
            {
                return false;
            }
        }

        text = all.Append(GenerationPrompt).ToString();
        return true;
    }

    private bool Add(StringBuilder all, string role, JsonElement content)
    {
        if (content.ValueKind is JsonValueKind.String)
        {
            Put(all, role, content.GetString()!);
            return true;
        }

        if (content.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var parts = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind is not JsonValueKind.Object || !part.TryGetProperty("text", out var text) || text.ValueKind is not JsonValueKind.String)
            {
                return false;
            }

            parts.Append(text.GetString());
        }

        Put(all, role, parts.ToString());
        return true;
    }

    // in one pass, so that what a message says is never taken for a place
    private void Put(StringBuilder all, string role, string content)
    {
        var rest = Message.AsSpan();
        while (!rest.IsEmpty)
        {
            var at = rest.IndexOf('{');
            at = at < 0 ? rest.Length : at;
            all.Append(rest[..at]);
            rest = rest[at..];
            var place = rest.StartsWith(Role, StringComparison.Ordinal) ? Role : rest.StartsWith(Content, StringComparison.Ordinal) ? Content : null;
            all.Append(place switch { Role => role, Content => content, _ => rest[..Math.Min(1, rest.Length)].ToString() });
            rest = rest[(place?.Length ?? Math.Min(1, rest.Length))..];
        }
    }
}
