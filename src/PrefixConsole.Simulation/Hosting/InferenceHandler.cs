using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>Takes a generation request from body to last byte.</summary>
internal sealed class InferenceHandler(
    ServedNames names,
    EngineLoop loop,
    PromptTokenizer tokenizer,
    WordTokenSource words,
    WorkerFaults faults,
    TimeProvider time)
{
    /// <summary>Bounds of an answer's length when the client sets none.</summary>
    private const int ShortestAnswer = 16;
    private const int LongestAnswer = 128;

    private long _requests;

    public async Task HandleAsync(HttpContext context, WireFormat format, CancellationToken cancellationToken)
    {
        if (faults.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        if (faults.Status is var status and not 0)
        {
            await RefuseAsync(context, format, ApiError.Unavailable(status), cancellationToken);
            return;
        }

        var (body, error) = await ReadAsync(context.Request, format, cancellationToken);
        var request = body is null ? null : Prepare(body, out error);
        if (request is null)
        {
            await RefuseAsync(context, format, error!, cancellationToken);
            return;
        }

        var tokens = loop.Submit(request);
        if (tokens is null)
        {
            await RefuseAsync(context, format, TooLong(request.PromptTokens, request.MaxTokens), cancellationToken);
            return;
        }

        try
        {
            var generation = Begin(body!, request, format);
            await (body!.Stream
                ? StreamAsync(context, format, generation, body, tokens, cancellationToken)
                : WholeAsync(context, format, generation, body, tokens, cancellationToken));
        }
        finally
        {
            loop.Engine.Cancel(request);
        }
    }

    private async Task<(InferenceBody? Body, ApiError? Error)> ReadAsync(HttpRequest request, WireFormat format, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            return InferenceBody.Read(document.RootElement, format, names, tokenizer);
        }
        catch (JsonException e)
        {
            return (null, ApiError.BadRequest(string.Create(CultureInfo.InvariantCulture, $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).")));
        }
        catch (BadHttpRequestException e)
        {
            return (null, new ApiError(e.StatusCode, "BadRequestError", e.Message));
        }
    }

    private EngineRequest? Prepare(InferenceBody body, out ApiError? error)
    {
        var space = new PrefixNamespace(names.Base, body.Adapter, body.CacheSalt);
        var room = loop.Engine.Options.ContextLength - body.Prompt.Count;
        if (room < 1 || body.MaxTokens > room)
        {
            error = TooLong(body.Prompt.Count, body.MaxTokens ?? 1);
            return null;
        }

        error = null;
        var prompt = CollectionsMarshal.AsSpan(body.Prompt);
        if (body.MaxTokens is { } limit)
        {
            return new EngineRequest(prompt, limit, space);
        }

        // The same prompt gets an answer of the same length, whichever worker it lands on.
        var shape = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(prompt));
        var length = ShortestAnswer + (int)((shape ^ (uint)loop.Engine.Options.Seed) % (LongestAnswer - ShortestAnswer + 1));
        return new EngineRequest(prompt, Math.Min(length, room), space);
    }

    private Generation Begin(InferenceBody body, EngineRequest request, WireFormat format) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{format.IdPrefix}{request.Fingerprint:x16}{Interlocked.Increment(ref _requests):x8}"),
        Created = time.GetUtcNow().ToUnixTimeSeconds(),
        Model = body.Model,
        Request = request,
        IncludeUsage = body.IncludeUsage,
        FinishReason = body.MaxTokens is null ? "stop" : "length",
    };

    private async Task StreamAsync(
        HttpContext context, WireFormat format, Generation generation, InferenceBody body, ChannelReader<int> tokens, CancellationToken cancellationToken)
    {
        var pipe = context.Response.BodyWriter;
        var sse = new SseWriter(pipe);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await foreach (var token in tokens.ReadAllAsync(cancellationToken))
        {
            if (generation.OutputTokens == 0)
            {
                // With the first token and not before: only now is it known what the cache held.
                format.WriteStart(sse, generation);
            }

            var text = Take(generation, token, body.Stop, out var stopped);
            format.WriteDelta(sse, generation, text);
            await pipe.FlushAsync(cancellationToken);
            if (Dies(context, generation))
            {
                return;
            }

            if (stopped)
            {
                break;
            }
        }

        format.WriteEnd(sse, generation);
        await pipe.FlushAsync(cancellationToken);
    }

    private async Task WholeAsync(
        HttpContext context, WireFormat format, Generation generation, InferenceBody body, ChannelReader<int> tokens, CancellationToken cancellationToken)
    {
        await foreach (var token in tokens.ReadAllAsync(cancellationToken))
        {
            Take(generation, token, body.Stop, out var stopped);
            if (Dies(context, generation))
            {
                return;
            }

            if (stopped)
            {
                break;
            }
        }

        await JsonResponse.WriteAsync(context.Response, 200, json => format.WriteWhole(json, generation), cancellationToken);
    }

    /// <summary>Adds a token's text to the answer, up to the first stop string; returns what was added.</summary>
    private string Take(Generation generation, int token, IReadOnlyList<string> stop, out bool stopped)
    {
        var text = words.Texts[token];
        stopped = false;
        generation.OutputTokens++;
        generation.Text.Append(text);
        if (stop.Count == 0)
        {
            return text;
        }

        var before = generation.Text.Length - text.Length;
        var answer = generation.Text.ToString();
        foreach (var end in stop)
        {
            var at = answer.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                stopped = true;
                generation.FinishReason = "stop";
                generation.Text.Length = Math.Max(at, before);
                return answer[before..generation.Text.Length];
            }
        }

        return text;
    }

    private bool Dies(HttpContext context, Generation generation)
    {
        if (faults.DieAfterChunks < 0 || generation.OutputTokens < faults.DieAfterChunks)
        {
            return false;
        }

        context.Abort();
        return true;
    }

    private ApiError TooLong(int promptTokens, int outputTokens) => ApiError.BadRequest(
        string.Create(
            CultureInfo.InvariantCulture,
            $"This model's maximum context length is {loop.Engine.Options.ContextLength} tokens. However, you requested {promptTokens + (long)outputTokens} tokens ({promptTokens} in the prompt, {outputTokens} in the completion)."));

    private static Task RefuseAsync(HttpContext context, WireFormat format, ApiError error, CancellationToken cancellationToken) =>
        JsonResponse.WriteAsync(context.Response, error.Status, json => format.WriteError(json, error), cancellationToken);
}
