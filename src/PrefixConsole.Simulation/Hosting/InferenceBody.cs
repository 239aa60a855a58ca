using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>What the formats have in common in a request body, checked.</summary>
internal sealed class InferenceBody
{
    public required string Model { get; init; }

    /// <summary>Adapter that the model name stands for; empty for the base model.</summary>
    public required string Adapter { get; init; }

    public required string CacheSalt { get; init; }

    public required bool Stream { get; init; }

    public required bool IncludeUsage { get; init; }

    /// <summary>Null: the model ends when it likes.</summary>
    public required int? MaxTokens { get; init; }

    public required IReadOnlyList<string> Stop { get; init; }

    public required List<int> Prompt { get; init; }

    /// <summary>Reads a body; either it or the error is null.</summary>
    public static (InferenceBody? Body, ApiError? Error) Read(JsonElement root, WireFormat format, ServedNames names, PromptTokenizer tokenizer)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, ApiError.BadRequest("The request body is not a JSON object."));
        }

        var model = root.Text("model") ?? names.Base;
        if (!names.TryResolve(model, out var adapter))
        {
            return (null, ApiError.NotFound($"The model `{model}` does not exist.", "model"));
        }

        if (root.Has("n") && !(root.Get("n") is { ValueKind: JsonValueKind.Number } n && n.TryGetInt32(out var choices) && choices == 1))
        {
            return (null, ApiError.BadRequest("This worker answers with one choice: n must be 1.", "n"));
        }

        int? maxTokens = null;
        foreach (var name in format.MaxTokensNames)
        {
            if (!root.Has(name))
            {
                continue;
            }

            if (root.Get(name) is not { ValueKind: JsonValueKind.Number } value || !value.TryGetInt32(out var limit) || limit < 1)
            {
                return (null, ApiError.BadRequest($"{name} must be a whole number of at least 1.", name));
            }

            maxTokens = limit;
            break;
        }

        var prompt = new List<int>();
        if (format.ReadPrompt(root, new ChatTemplate(tokenizer), prompt) is { } error)
        {
            return (null, error);
        }

        if (prompt.Count == 0)
        {
            return (null, ApiError.BadRequest("The prompt is empty.", format.PromptName));
        }

        return (new InferenceBody
        {
            Model = model,
            Adapter = adapter,
            CacheSalt = root.Text("cache_salt") ?? "",
            Stream = root.Flag("stream"),
            IncludeUsage = root.Get("stream_options").Flag("include_usage"),
            MaxTokens = maxTokens,
            Stop = ReadStop(root.Has("stop") ? root.Get("stop") : root.Get("stop_sequences")),
            Prompt = prompt,
        }, null);
    }

    private static string[] ReadStop(JsonElement stop) => stop.ValueKind switch
    {
        JsonValueKind.String => [stop.GetString()!],
        JsonValueKind.Array => [.. stop.EnumerateArray().Where(s => s.ValueKind == JsonValueKind.String).Select(s => s.GetString()!).Where(s => s.Length > 0)],
        _ => [],
    };
}
