using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>One API: how its prompt is read and its answers are written. Stateless.</summary>
internal abstract class WireFormat
{
    public abstract string IdPrefix { get; }

    /// <summary>Member that holds the prompt, named in errors.</summary>
    public abstract string PromptName { get; }

    /// <summary>Members that limit the output, first one present wins.</summary>
    public abstract IReadOnlyList<string> MaxTokensNames { get; }

    /// <summary>Appends the prompt's ids, or says what is wrong.</summary>
    public abstract ApiError? ReadPrompt(JsonElement root, ChatTemplate template, List<int> ids);

    /// <summary>Events before the first token.</summary>
    public virtual void WriteStart(SseWriter sse, Generation generation)
    {
    }

    /// <summary>One token's text.</summary>
    public abstract void WriteDelta(SseWriter sse, Generation generation, string text);

    /// <summary>Events after the last token.</summary>
    public abstract void WriteEnd(SseWriter sse, Generation generation);

    /// <summary>The answer in one piece.</summary>
    public abstract void WriteWhole(Utf8JsonWriter json, Generation generation);

    public virtual void WriteError(Utf8JsonWriter json, ApiError error) => error.Write(json);

    protected static void WriteOpenAiUsage(Utf8JsonWriter json, Generation generation)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", generation.PromptTokens);
        json.WriteNumber("completion_tokens", generation.OutputTokens);
        json.WriteNumber("total_tokens", generation.PromptTokens + generation.OutputTokens);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", generation.CachedTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
