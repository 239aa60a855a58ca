using System.Text.Json;
using System.Text.Unicode;

namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// One pass over a request body: checks that it is JSON (UTF-8, no byte order mark, at most 64 deep, no unpaired surrogates) and
/// notes where the fields stand that routing reads. A field given twice is refused: two parsers might take different ones.
/// </summary>
internal sealed class RequestFields
{
    public const int MaxDepth = 64;

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
            error = ApiError.Invalid($"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}), or nested deeper than {MaxDepth}.", code: "invalid_json");
        }

        return error is null ? fields : null;
    }

    private ApiError? Walk(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return ApiError.Invalid("The request body must be a JSON object.", code: "invalid_json");
        }

        var field = RequestField.None;
        var start = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && Surrogates.AnyUnpaired(reader.ValueSpan))
            {
                return ApiError.Invalid("The request body has an unpaired surrogate in a string.", code: "invalid_json");
            }

            if (reader.CurrentDepth != 1)
            {
                continue;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = Match(ref reader);
                    if (field is not RequestField.None && this[field].IsSet)
                    {
                        return ApiError.Invalid($"The field '{reader.GetString()}' is given more than once.", reader.GetString(), "duplicate_field");
                    }

                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    start = (int)reader.TokenStartIndex;
                    break;
                case JsonTokenType.EndObject:
                    _ranges[(int)field] = new JsonRange(start, (int)reader.BytesConsumed, JsonTokenType.StartObject);
                    break;
                case JsonTokenType.EndArray:
                    _ranges[(int)field] = new JsonRange(start, (int)reader.BytesConsumed, JsonTokenType.StartArray);
                    break;
                default:
                    _ranges[(int)field] = new JsonRange((int)reader.TokenStartIndex, (int)reader.BytesConsumed, reader.TokenType);
                    break;
            }
        }

        return null;
    }

    private static RequestField Match(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("model"u8) ? RequestField.Model
        : reader.ValueTextEquals("messages"u8) ? RequestField.Messages
        : reader.ValueTextEquals("prompt"u8) ? RequestField.Prompt
        : reader.ValueTextEquals("input"u8) ? RequestField.Input
        : reader.ValueTextEquals("system"u8) ? RequestField.System
        : reader.ValueTextEquals("instructions"u8) ? RequestField.Instructions
        : reader.ValueTextEquals("tools"u8) ? RequestField.Tools
        : reader.ValueTextEquals("functions"u8) ? RequestField.Functions
        : reader.ValueTextEquals("documents"u8) ? RequestField.Documents
        : reader.ValueTextEquals("chat_template"u8) ? RequestField.ChatTemplate
        : reader.ValueTextEquals("chat_template_kwargs"u8) ? RequestField.ChatTemplateArguments
        : reader.ValueTextEquals("cache_salt"u8) ? RequestField.CacheSalt
        : reader.ValueTextEquals("stream"u8) ? RequestField.Stream
        : reader.ValueTextEquals("stream_options"u8) ? RequestField.StreamOptions
        : RequestField.None;
}
