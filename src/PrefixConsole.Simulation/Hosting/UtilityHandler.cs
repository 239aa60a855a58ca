using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>The small endpoints around generation.</summary>
internal sealed class UtilityHandler(
    ServedNames names,
    EngineLoop loop,
    PromptTokenizer tokenizer,
    Func<string> metrics,
    long created)
{
    public static Task HealthAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public Task MetricsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(metrics(), Encoding.UTF8, cancellationToken);
    }

    public Task ResetPrefixCacheAsync(HttpContext context, CancellationToken cancellationToken)
    {
        loop.ResetPrefixCache();
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public Task ModelsAsync(HttpContext context, CancellationToken cancellationToken) =>
        JsonResponse.WriteAsync(context.Response, 200, WriteModels, cancellationToken);

    public static Task EmbeddingsAsync(HttpContext context, CancellationToken cancellationToken) =>
        JsonResponse.WriteAsync(context.Response, 400, ApiError.BadRequest("The model does not support Embeddings API").Write, cancellationToken);

    public Task TokenizeAsync(HttpContext context, CancellationToken cancellationToken) => AnswerAsync(context, Tokenize, cancellationToken);

    public Task DetokenizeAsync(HttpContext context, CancellationToken cancellationToken) => AnswerAsync(context, Detokenize, cancellationToken);

    private static async Task AnswerAsync(HttpContext context, Func<JsonElement, (Action<Utf8JsonWriter>? Write, ApiError? Error)> answer, CancellationToken cancellationToken)
    {
        (Action<Utf8JsonWriter>? Write, ApiError? Error) result;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken);
            result = answer(document.RootElement);
        }
        catch (JsonException)
        {
            result = (null, ApiError.BadRequest("The request body is not valid JSON."));
        }

        await JsonResponse.WriteAsync(context.Response, result.Error?.Status ?? 200, result.Write ?? result.Error!.Write, cancellationToken);
    }

    private (Action<Utf8JsonWriter>? Write, ApiError? Error) Tokenize(JsonElement root)
    {
        if (root.Text("model") is { } model && !names.TryResolve(model, out _))
        {
            return (null, ApiError.NotFound($"The model `{model}` does not exist.", "model"));
        }

        var ids = new List<int>();
        var template = new ChatTemplate(tokenizer);
        if (root.Text("prompt") is { } prompt)
        {
            template.Add(prompt, ids);
        }
        else if (root.Get("messages") is { ValueKind: JsonValueKind.Array } messages)
        {
            var generationPrompt = root.Get("add_generation_prompt").ValueKind != JsonValueKind.False;
            template.Render(messages, root.Get("tools"), generationPrompt, ids);
        }
        else
        {
            return (null, ApiError.BadRequest("The body has neither a prompt (a string) nor messages (an array)."));
        }

        return (json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", ids.Count);
            json.WriteNumber("max_model_len", loop.Engine.Options.ContextLength);
            json.WriteStartArray("tokens");
            foreach (var id in ids)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
            json.WriteNull("token_strs");
            json.WriteEndObject();
        }, null);
    }

    private (Action<Utf8JsonWriter>? Write, ApiError? Error) Detokenize(JsonElement root)
    {
        var ids = new List<int>();
        if (root.Get("tokens") is not { ValueKind: JsonValueKind.Array } tokens)
        {
            return (null, ApiError.BadRequest("tokens must be an array of token ids.", "tokens"));
        }

        foreach (var token in tokens.EnumerateArray())
        {
            if (token.ValueKind != JsonValueKind.Number || !token.TryGetInt32(out var id))
            {
                return (null, ApiError.BadRequest("tokens must be an array of token ids.", "tokens"));
            }

            ids.Add(id);
        }

        if (tokenizer.Decode(ids) is not { } text)
        {
            return (null, ApiError.BadRequest("tokens has an id that is not in the vocabulary.", "tokens"));
        }

        return (json =>
        {
            json.WriteStartObject();
            json.WriteString("prompt", text);
            json.WriteEndObject();
        }, null);
    }

    private void WriteModels(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        WriteModel(json, names.Base, names.Base, null);
        foreach (var adapter in names.Adapters)
        {
            WriteModel(json, adapter, "/adapters/" + adapter, names.Base);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteModel(Utf8JsonWriter json, string id, string root, string? parent)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "model");
        json.WriteNumber("created", created);
        json.WriteString("owned_by", "vllm");
        json.WriteString("root", root);
        json.WriteString("parent", parent);
        json.WriteNumber("max_model_len", loop.Engine.Options.ContextLength);
        json.WriteStartArray("permission");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
