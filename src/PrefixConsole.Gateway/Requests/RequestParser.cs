using System.Buffers;
using System.Text.Json;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Body of any routed API → <see cref="ParsedRequest"/>. Only what routing needs is checked; the rest is the worker's to judge.</summary>
internal static class RequestParser
{
    public const int MaxModelLength = 256;
    public const int MaxCacheSaltLength = 128;

    private static readonly SearchValues<char> s_saltCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Null with an error, or a request to dispose of.</summary>
    public static ParsedRequest? Parse(ApiKind api, ReadOnlySpan<byte> body, out ApiError? error)
    {
        var fields = RequestFields.Scan(body, out error);
        if (fields is null)
        {
            return null;
        }

        if (!Model(body, fields, out var model, out error)
            || !Salt(body, fields, out var salt, out error)
            || !Flags(body, fields, out var stream, out var includesUsage, out error))
        {
            return null;
        }

        var writer = new PrefixTextWriter(body.Length);
        List<int>? tokens = null;
        error = Prompt(api, writer, body, fields, ref tokens);
        if (error is not null)
        {
            writer.Dispose();
            return null;
        }

        return new ParsedRequest
        {
            Api = api,
            Model = model,
            Stream = stream,
            IncludesUsage = includesUsage,
            StreamOptions = fields[RequestField.StreamOptions],
            Fields = fields,
            CacheSalt = salt,
            PrefixText = writer.Text,
            Segments = writer.Segments,
            TokenIds = tokens?.ToArray() ?? [],
            TextOnly = !writer.HasOtherParts && tokens is null,
        };
    }

    private static ApiError? Prompt(ApiKind api, PrefixTextWriter writer, ReadOnlySpan<byte> body, RequestFields fields, ref List<int>? tokens)
    {
        var messages = fields[RequestField.Messages];
        var input = fields[RequestField.Input];
        var tools = fields[RequestField.Tools];
        switch (api)
        {
            case ApiKind.Completions:
                return Missing(fields[RequestField.Prompt], "prompt")
                    ?? PromptText.Write(writer, body, fields[RequestField.Prompt], "prompt", ref tokens);
            case ApiKind.Embeddings when messages.IsMissing || !input.IsMissing:
                return Missing(input, "input") ?? PromptText.Write(writer, body, input, "input", ref tokens);
            case ApiKind.Responses:
                return Missing(input, "input")
                    ?? ChatText.System(writer, body, fields[RequestField.Instructions], "instructions")
                    ?? Responses(writer, body, input, tools);
            case ApiKind.Messages:
                return Missing(messages, "messages")
                    ?? MustBeArray(messages, "messages")
                    ?? ChatText.System(writer, body, fields[RequestField.System], "system")
                    ?? ChatText.Messages(writer, body, messages, tools, "messages");
            default:
                if ((Missing(messages, "messages") ?? MustBeArray(messages, "messages")) is { } error)
                {
                    return error;
                }

                Option(writer, body, fields[RequestField.ChatTemplate]);
                Option(writer, body, fields[RequestField.ChatTemplateArguments]);
                Option(writer, body, fields[RequestField.Documents]);
                return ChatText.Messages(writer, body, messages, tools.IsMissing ? fields[RequestField.Functions] : tools, "messages");
        }
    }

    private static ApiError? Responses(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange input, JsonRange tools)
    {
        if (input.Type is JsonTokenType.String)
        {
            ChatText.Tools(writer, body, tools);
            ChatText.UserText(writer, body, input);
            return null;
        }

        return input.Type is JsonTokenType.StartArray
            ? ChatText.Messages(writer, body, input, tools, "input")
            : ApiError.Invalid("'input' must be a string or an array of items.", "input");
    }

    /// <summary>Options that change what the template makes of all that follows.</summary>
    private static void Option(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange option)
    {
        if (!option.IsMissing)
        {
            writer.Begin(Routing.Prefixes.PromptPart.System);
            writer.Put(PrefixTextWriter.Option);
            writer.AppendJson(option.In(body));
        }
    }

    private static bool Model(ReadOnlySpan<byte> body, RequestFields fields, out string model, out ApiError? error)
    {
        var range = fields[RequestField.Model];
        model = range.Type is JsonTokenType.String ? range.GetString(body) : "";
        error = range.IsMissing ? ApiError.Invalid("You must provide the parameter 'model'.", "model", "missing_field")
            : model.Length is 0 or > MaxModelLength ? ApiError.Invalid($"'model' must be a string of 1 to {MaxModelLength} characters.", "model")
            : null;
        return error is null;
    }

    private static bool Salt(ReadOnlySpan<byte> body, RequestFields fields, out string salt, out ApiError? error)
    {
        var range = fields[RequestField.CacheSalt];
        salt = range.Type is JsonTokenType.String ? range.GetString(body) : "";
        error = range.IsMissing || (salt.Length is > 0 and <= MaxCacheSaltLength && !salt.AsSpan().ContainsAnyExcept(s_saltCharacters))
            ? null
            : ApiError.Invalid($"'cache_salt' must be a string of 1 to {MaxCacheSaltLength} of A-Z a-z 0-9 _ -", "cache_salt");
        return error is null;
    }

    private static bool Flags(ReadOnlySpan<byte> body, RequestFields fields, out bool stream, out bool includesUsage, out ApiError? error)
    {
        var range = fields[RequestField.Stream];
        stream = range.Type is JsonTokenType.True;
        error = range.IsMissing || range.Type is JsonTokenType.True or JsonTokenType.False ? null : ApiError.Invalid("'stream' must be true or false.", "stream");

        includesUsage = false;
        var options = fields[RequestField.StreamOptions];
        if (options.Type is JsonTokenType.StartObject)
        {
            var cursor = options.Read(body);
            while (cursor.Read() && cursor.TokenType is JsonTokenType.PropertyName)
            {
                var asksForUsage = cursor.ValueEquals("include_usage"u8);
                cursor.Read();
                includesUsage = asksForUsage ? cursor.TokenType is JsonTokenType.True : includesUsage;
                cursor.Skip();
            }
        }

        return error is null;
    }

    private static ApiError? Missing(JsonRange range, string param) =>
        range.IsMissing ? ApiError.Invalid($"You must provide the parameter '{param}'.", param, "missing_field") : null;

    private static ApiError? MustBeArray(JsonRange range, string param) =>
        range.Type is JsonTokenType.StartArray ? null : ApiError.Invalid($"'{param}' must be an array.", param);
}
