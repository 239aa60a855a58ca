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

    /// <summary>Reads the object <paramref name="cursor"/> stands on, to its end.</summary>
    public static MessageFields Read(ref JsonCursor cursor)
    {
        var fields = default(MessageFields);
        var start = cursor.TokenStart;
        while (cursor.Read() && cursor.TokenType is JsonTokenType.PropertyName)
        {
            ref var field = ref fields.Whole;
            if (cursor.ValueEquals("role"u8))
            {
                field = ref fields.Role;
            }
            else if (cursor.ValueEquals("content"u8))
            {
                field = ref fields.Content;
            }
            else if (cursor.ValueEquals("type"u8))
            {
                field = ref fields.Type;
            }
            else if (cursor.ValueEquals("text"u8))
            {
                field = ref fields.Text;
            }
            else if (cursor.ValueEquals("name"u8))
            {
                field = ref fields.Name;
            }
            else if (cursor.ValueEquals("tool_calls"u8))
            {
                field = ref fields.ToolCalls;
            }
            else if (cursor.ValueEquals("function_call"u8))
            {
                field = ref fields.FunctionCall;
            }
            else if (cursor.ValueEquals("tool_call_id"u8))
            {
                field = ref fields.ToolCallId;
            }
            else if (cursor.ValueEquals("reasoning_content"u8) || cursor.ValueEquals("reasoning"u8))
            {
                field = ref fields.Reasoning;
            }

            cursor.Read();
            field = JsonRange.Take(ref cursor);
        }

        fields.Whole = new JsonRange(start, cursor.TokenEnd, JsonTokenType.StartObject);
        return fields;
    }
}
