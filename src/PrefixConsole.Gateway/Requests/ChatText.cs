using System.Text.Json;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// Prefix text of a chat, in the order chat templates use: a leading system message, tools, then the turns. Only the first
/// message can stand before the tools: were it every leading system message, one more would move the tools.
/// </summary>
internal static class ChatText
{
    /// <summary>Messages of chat completions and Anthropic, items of responses.</summary>
    /// <returns>What is wrong, by field; null when all is well.</returns>
    public static ApiError? Messages(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange messages, JsonRange tools, string param)
    {
        var json = messages.In(body);
        var cursor = new JsonCursor(json);
        cursor.Read();
        var index = 0;
        while (cursor.Read() && cursor.TokenType is not JsonTokenType.EndArray)
        {
            if (cursor.TokenType is not JsonTokenType.StartObject)
            {
                return ApiError.Invalid($"'{param}[{index}]' must be an object.", $"{param}[{index}]");
            }

            var fields = MessageFields.Read(ref cursor);
            var system = IsSystem(json, fields.Role);
            if (index == 0 && !system)
            {
                Tools(writer, body, tools);
            }

            if (Message(writer, json, fields, $"{param}[{index}]") is { } error)
            {
                return error;
            }

            if (index == 0 && system)
            {
                Tools(writer, body, tools);
            }

            index++;
        }

        return index == 0 ? ApiError.Invalid($"'{param}' must not be empty.", param) : null;
    }

    /// <summary>A system prompt that stands outside the messages: a string or text blocks.</summary>
    public static ApiError? System(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange system, string param)
    {
        if (system.IsMissing)
        {
            return null;
        }

        writer.Begin(PromptPart.System);
        writer.Put(PrefixTextWriter.Message);
        writer.Append("system"u8);
        return Content(writer, body, system, param);
    }

    /// <summary>A prompt given as a plain string where a chat is expected: one user message.</summary>
    public static void UserText(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange text)
    {
        writer.Begin(PromptPart.User, newTurn: true);
        writer.Put(PrefixTextWriter.Message);
        writer.Append("user"u8);
        writer.Put(PrefixTextWriter.Content);
        writer.AppendString(body, text);
    }

    public static void Tools(PrefixTextWriter writer, ReadOnlySpan<byte> body, JsonRange tools)
    {
        if (!tools.IsMissing && tools.Type is JsonTokenType.StartArray && tools.End - tools.Start > 2)
        {
            writer.Begin(PromptPart.Tools);
            writer.Put(PrefixTextWriter.Tools);
            writer.AppendJson(tools.In(body));
        }
    }

    private static ApiError? Message(PrefixTextWriter writer, ReadOnlySpan<byte> json, in MessageFields fields, string param)
    {
        if (fields.Role.Type is not JsonTokenType.String)
        {
            // items of the responses API that are no messages: calls, their results, reasoning
            if (fields.Type.Type is not JsonTokenType.String || fields.Role.IsSet)
            {
                return ApiError.Invalid($"'{param}.role' must be a string.", param + ".role");
            }

            writer.Begin(fields.Type.Raw(json).EndsWith("_output"u8) ? PromptPart.Tool : PromptPart.Assistant);
            writer.Put(PrefixTextWriter.Message);
            writer.AppendOther(json, fields.Type, fields.Whole);
            return null;
        }

        var part = PartOf(json, fields);
        writer.Begin(part, newTurn: part is PromptPart.User);
        writer.Put(PrefixTextWriter.Message);
        writer.AppendString(json, fields.Role);
        Optional(writer, json, fields.Name, PrefixTextWriter.Name);
        Optional(writer, json, fields.ToolCallId, PrefixTextWriter.Reference);
        Optional(writer, json, fields.Reasoning, PrefixTextWriter.Reasoning);
        if (!fields.Content.IsMissing && Content(writer, json, fields.Content, param + ".content") is { } error)
        {
            return error;
        }

        Optional(writer, json, fields.ToolCalls, PrefixTextWriter.ToolCalls);
        Optional(writer, json, fields.FunctionCall, PrefixTextWriter.ToolCalls);
        return null;
    }

    private static void Optional(PrefixTextWriter writer, ReadOnlySpan<byte> json, JsonRange value, byte mark)
    {
        if (value.IsMissing)
        {
            return;
        }

        writer.Put(mark);
        if (value.Type is JsonTokenType.String)
        {
            writer.AppendString(json, value);
        }
        else
        {
            writer.AppendJson(value.In(json));
        }
    }

    /// <summary>A string, or parts in their order. One text part reads like the string, as templates render it.</summary>
    private static ApiError? Content(PrefixTextWriter writer, ReadOnlySpan<byte> outer, JsonRange content, string param)
    {
        writer.Put(PrefixTextWriter.Content);
        if (content.Type is JsonTokenType.String)
        {
            writer.AppendString(outer, content);
            return null;
        }

        if (content.Type is not JsonTokenType.StartArray)
        {
            return ApiError.Invalid($"'{param}' must be a string or an array of parts.", param);
        }

        var json = content.In(outer);
        var cursor = new JsonCursor(json);
        cursor.Read();
        var index = 0;
        while (cursor.Read() && cursor.TokenType is not JsonTokenType.EndArray)
        {
            if (index++ > 0)
            {
                writer.Put(PrefixTextWriter.NextPart);
            }

            if (cursor.TokenType is JsonTokenType.String)
            {
                writer.AppendString(cursor.Value);
                continue;
            }

            if (cursor.TokenType is not JsonTokenType.StartObject)
            {
                return ApiError.Invalid($"'{param}[{index - 1}]' must be an object.", $"{param}[{index - 1}]");
            }

            var fields = MessageFields.Read(ref cursor);
            if (fields.Text.Type is JsonTokenType.String && IsText(json, fields.Type))
            {
                writer.AppendString(json, fields.Text);
            }
            else
            {
                writer.AppendOther(json, fields.Type, fields.Whole);
            }
        }

        return null;
    }

    private static bool IsText(ReadOnlySpan<byte> json, JsonRange type)
    {
        return !type.IsSet || type.IsString(json, "text"u8) || type.IsString(json, "input_text"u8) || type.IsString(json, "output_text"u8);
    }

    private static bool IsSystem(ReadOnlySpan<byte> json, JsonRange role)
    {
        return role.IsString(json, "system"u8) || role.IsString(json, "developer"u8);
    }

    private static PromptPart PartOf(ReadOnlySpan<byte> json, in MessageFields fields)
    {
        var role = fields.Role;
        return IsSystem(json, role) ? PromptPart.System
            : role.IsString(json, "assistant"u8) || role.IsString(json, "model"u8) ? PromptPart.Assistant
            : role.IsString(json, "tool"u8) || role.IsString(json, "function"u8) || BeginsWithToolResult(json, fields.Content) ? PromptPart.Tool
            : PromptPart.User;
    }

    /// <summary>Anthropic sends tool results as parts of a user message: no new turn of the user.</summary>
    private static bool BeginsWithToolResult(ReadOnlySpan<byte> json, JsonRange content)
    {
        if (content.Type is not JsonTokenType.StartArray)
        {
            return false;
        }

        var parts = content.In(json);
        var cursor = new JsonCursor(parts);
        cursor.Read();
        if (!cursor.Read() || cursor.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        return MessageFields.Read(ref cursor).Type.IsString(parts, "tool_result"u8);
    }
}
