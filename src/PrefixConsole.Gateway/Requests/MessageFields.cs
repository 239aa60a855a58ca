using System.Text.Json;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Fields of a message, item or content part, whatever order they came in; of a field given twice the last counts, as in Python.</summary>
internal ref struct MessageFields
{
    public JsonRange Whole;
    public JsonRange Role;
    public JsonRange Type;
    public JsonRange Name;
    public JsonRange Content;
    public JsonRange Text;
    public JsonRange ToolCalls;
    public JsonRange FunctionCall;
    public JsonRange ToolCallId;
    public JsonRange Reasoning;

    /// <summary>Reads the object <paramref name="reader"/> stands on, to its end.</summary>
    public static MessageFields Read(ref Utf8JsonReader reader)
    {
        var fields = default(MessageFields);
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            ref var field = ref fields.Whole;
            if (reader.ValueTextEquals("role"u8))
            {
                field = ref fields.Role;
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                field = ref fields.Content;
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                field = ref fields.Type;
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                field = ref fields.Text;
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                field = ref fields.Name;
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                field = ref fields.ToolCalls;
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                field = ref fields.FunctionCall;
            }
            else if (reader.ValueTextEquals("tool_call_id"u8))
            {
                field = ref fields.ToolCallId;
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                field = ref fields.Reasoning;
            }

            reader.Read();
            field = JsonRange.Take(ref reader);
        }

        fields.Whole = new JsonRange(start, (int)reader.BytesConsumed, JsonTokenType.StartObject);
        return fields;
    }
}
