using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>A tokenizer from a local file, and how its model's chats become text. Safe for use by many threads.</summary>
internal sealed class FileTokenizer(Tokenizer tokenizer, ChatTemplate? template, string completionStart)
{
    /// <summary>Null when the prompt cannot be made the text that the model would get.</summary>
    public int[]? Encode(TokenPrompt prompt)
    {
        if (!prompt.Options.IsEmpty)
        {
            return null;
        }

        string? text;
        if (prompt.IsChat)
        {
            if (template is null || !template.TryRender(prompt.Messages, out text))
            {
                return null;
            }
        }
        else
        {
            using var json = JsonDocument.Parse(prompt.Text);
            text = completionStart + json.RootElement.GetString();
        }

        try
        {
            return [.. tokenizer.EncodeToIds(text)];
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            // a text that takes too long, or one that the vocabulary has no tokens for: the prompt is cut by text
            return null;
        }
    }
}
