using System.Text.Json;
using System.Text.Unicode;

namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// One pass over a request body: checks that it is JSON (UTF-8, no byte order mark, at most 64 deep, no unpaired surrogates) and
/// notes where the fields stand that routing reads. A field given twice is refused: two parsers might take different ones.
/// </summary>
internal sealed class RequestFields
{
    private readonly JsonRange[] _ranges = new JsonRange[(int)RequestField.StreamOptions + 1];

    private RequestFields()
    {
    }

    public JsonRange this[RequestField field] => _ranges[(int)field];

    public static RequestFields? Scan(ReadOnlySpan<byte> body, out ApiError? error)
    {
        var fields = new RequestFields();
        try
        {
            error = body.IsEmpty ? ApiError.Invalid("The request body is empty.", code: "invalid_json")
                : body.StartsWith("\uFEFF"u8) ? ApiError.Invalid("The request body begins with a byte order mark; send plain UTF-8.", code: "invalid_json")
                : !Utf8.IsValid(body) ? ApiError.Invalid("The request body is not valid UTF-8.", code: "invalid_json")
                : fields.Walk(body);
        }
        catch (JsonException e)
        {
            error = ApiError.Invalid($"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}), or nested deeper than {JsonCursor.MaxDepth}.", code: "invalid_json");
        }

        return error is null ? fields : null;
    }

    private ApiError? Walk(ReadOnlySpan<byte> body)
    {
        var cursor = new JsonCursor(body);
        cursor.Read();
        if (cursor.TokenType is not JsonTokenType.StartObject)
        {
            return ApiError.Invalid("The request body must be a JSON object.", code: "invalid_json");
        }

        var field = RequestField.None;
        var start = 0;
        while (cursor.Read())
        {
            if (cursor.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && cursor.HasCodeUnits && Surrogates.AnyUnpaired(cursor.Value))
            {
                return ApiError.Invalid("The request body has an unpaired surrogate in a string.", code: "invalid_json");
            }

            if (cursor.Depth != 1)
            {
                continue;
            }

            switch (cursor.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = Match(ref cursor);
                    if (field is not RequestField.None && this[field].IsSet)
                    {
                        var name = new JsonRange(cursor.TokenStart, cursor.TokenStart + cursor.Value.Length + 2, JsonTokenType.String).GetString(body);
                        return ApiError.Invalid($"The field '{name}' is given more than once.", name, "duplicate_field");
                    }

                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    start = cursor.TokenStart;
                    break;
                case JsonTokenType.EndObject:
                    _ranges[(int)field] = new JsonRange(start, cursor.TokenEnd, JsonTokenType.StartObject);
                    break;
                case JsonTokenType.EndArray:
                    _ranges[(int)field] = new JsonRange(start, cursor.TokenEnd, JsonTokenType.StartArray);
                    break;
                default:
                    _ranges[(int)field] = new JsonRange(cursor.TokenStart, cursor.TokenEnd, cursor.TokenType);
                    break;
            }
        }

        return null;
    }

    private static RequestField Match(ref JsonCursor cursor) =>
        cursor.ValueEquals("model"u8) ? RequestField.Model
        : cursor.ValueEquals("messages"u8) ? RequestField.Messages
        : cursor.ValueEquals("prompt"u8) ? RequestField.Prompt
        : cursor.ValueEquals("input"u8) ? RequestField.Input
        : cursor.ValueEquals("system"u8) ? RequestField.System
        : cursor.ValueEquals("instructions"u8) ? RequestField.Instructions
        : cursor.ValueEquals("tools"u8) ? RequestField.Tools
        : cursor.ValueEquals("functions"u8) ? RequestField.Functions
        : cursor.ValueEquals("documents"u8) ? RequestField.Documents
        : cursor.ValueEquals("chat_template"u8) ? RequestField.ChatTemplate
        : cursor.ValueEquals("chat_template_kwargs"u8) ? RequestField.ChatTemplateArguments
        : cursor.ValueEquals("add_generation_prompt"u8) ? RequestField.AddGenerationPrompt
        : cursor.ValueEquals("continue_final_message"u8) ? RequestField.ContinueFinalMessage
        : cursor.ValueEquals("add_special_tokens"u8) ? RequestField.AddSpecialTokens
        : cursor.ValueEquals("cache_salt"u8) ? RequestField.CacheSalt
        : cursor.ValueEquals("stream"u8) ? RequestField.Stream
        : cursor.ValueEquals("stream_options"u8) ? RequestField.StreamOptions
        : RequestField.None;
}
