using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>
/// A prompt as a tokenizer is asked about it: a text, or the messages of a chat and the options that change what a template makes of
/// them. All of it points into the request's body.
/// </summary>
internal sealed class TokenPrompt
{
    private TokenPrompt(string model) => Model = model;

    public string Model { get; }

    /// <summary>A completion's prompt, a JSON string; empty for a chat.</summary>
    public ReadOnlyMemory<byte> Text { get; private init; }

    /// <summary>Messages of a chat, each a JSON object.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Messages { get; private init; } = [];

    /// <summary>Other fields to ask with, as JSON.</summary>
    public ImmutableArray<(string Name, ReadOnlyMemory<byte> Json)> Options { get; private init; } = [];

    public bool IsChat => Text.IsEmpty;

    /// <summary>Null when the prompt's form has no counterpart in a tokenizer's questions.</summary>
    public static TokenPrompt? Of(ParsedRequest parsed, ReadOnlyMemory<byte> body) => !parsed.TextOnly ? null : parsed.Api switch
    {
        ApiKind.Completions => Completion(parsed, body),
        ApiKind.ChatCompletions => Chat(parsed, body),
        ApiKind.Messages => Outside(parsed, body, RequestField.System, RequestField.Messages),
        ApiKind.Responses => Outside(parsed, body, RequestField.Instructions, RequestField.Input),
        _ => null,
    };

    /// <summary>
    /// Keys of the prompt's prefixes: of the first message, of the first two and so on; of a completion, of its text. Chained over the
    /// bytes as they came, each preceded by its length.
    /// </summary>
    /// <param name="seed">Unknown to clients, so that keys cannot be made to meet.</param>
    /// <param name="space">Tenant and cache salt are part of the keys: how fast an answer comes must not say what others sent.</param>
    public UInt128[] Keys(long seed, in PrefixNamespace space)
    {
        var hash = new XxHash128(seed);
        Append(hash, Encoding.UTF8.GetBytes(Model));
        Append(hash, Encoding.UTF8.GetBytes(space.Tenant));
        Append(hash, Encoding.UTF8.GetBytes(space.CacheSalt));
        foreach (var (name, json) in Options)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, json.Span);
        }

        if (!IsChat)
        {
            Append(hash, "text"u8);
            Append(hash, Text.Span);
            return [hash.GetCurrentHashAsUInt128()];
        }

        var keys = new UInt128[Messages.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            Append(hash, Messages[i].Span);
            keys[i] = hash.GetCurrentHashAsUInt128();
        }

        return keys;
    }

    private static TokenPrompt? Completion(ParsedRequest parsed, ReadOnlyMemory<byte> body)
    {
        var prompt = parsed.Fields[RequestField.Prompt];
        return prompt.Type is JsonTokenType.String
            ? new TokenPrompt(parsed.Model) { Text = body[prompt.Start..prompt.End], Options = Given(parsed, body, RequestField.AddSpecialTokens) }
            : null;
    }

    private static TokenPrompt? Chat(ParsedRequest parsed, ReadOnlyMemory<byte> body)
    {
        var fields = parsed.Fields;
        return fields[RequestField.Functions].IsMissing && fields[RequestField.Documents].IsMissing
            ? new TokenPrompt(parsed.Model)
            {
                Messages = Items(body, fields[RequestField.Messages]),
                Options = Given(
                    parsed, body, RequestField.Tools, RequestField.ChatTemplate, RequestField.ChatTemplateArguments,
                    RequestField.AddGenerationPrompt, RequestField.ContinueFinalMessage, RequestField.AddSpecialTokens),
            }
            : null;
    }

    /// <summary>Anthropic and responses: a system prompt beside the messages. With tools, whose form is another, they have no counterpart.</summary>
    private static TokenPrompt? Outside(ParsedRequest parsed, ReadOnlyMemory<byte> body, RequestField system, RequestField messages)
    {
        var given = parsed.Fields[messages];
        var first = parsed.Fields[system];
        if (!parsed.Fields[RequestField.Tools].IsMissing || (!first.IsMissing && first.Type is not JsonTokenType.String))
        {
            return null;
        }

        var all = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        if (!first.IsMissing)
        {
            all.Add(Message("system"u8, first.In(body.Span)));
        }

        if (given.Type is JsonTokenType.String)
        {
            all.Add(Message("user"u8, given.In(body.Span)));
            return new TokenPrompt(parsed.Model) { Messages = all.ToImmutable() };
        }

        foreach (var item in Items(body, given))
        {
            if (!IsPlain(item.Span))
            {
                return null;
            }

            all.Add(item);
        }

        return new TokenPrompt(parsed.Model) { Messages = all.ToImmutable() };
    }

    /// <summary>A role and a string, and nothing that only the other API knows.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> item)
    {
        var cursor = new JsonCursor(item);
        cursor.Read();
        var fields = MessageFields.Read(ref cursor);
        return fields.Role.Type is JsonTokenType.String && fields.Content.Type is JsonTokenType.String
            && (fields.Type.IsMissing || fields.Type.IsString(item, "message"u8));
    }

    private static ReadOnlyMemory<byte> Message(ReadOnlySpan<byte> role, ReadOnlySpan<byte> content) =>
        (byte[])[.. "{\"role\":\""u8, .. role, .. "\",\"content\":"u8, .. content, .. "}"u8];

    private static ImmutableArray<ReadOnlyMemory<byte>> Items(ReadOnlyMemory<byte> body, JsonRange array)
    {
        var items = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var json = body[array.Start..array.End];
        var cursor = new JsonCursor(json.Span);
        cursor.Read();
        while (cursor.Read() && cursor.TokenType is not JsonTokenType.EndArray)
        {
            var item = JsonRange.Take(ref cursor);
            items.Add(json[item.Start..item.End]);
        }

        return items.ToImmutable();
    }

    private static ImmutableArray<(string Name, ReadOnlyMemory<byte> Json)> Given(ParsedRequest parsed, ReadOnlyMemory<byte> body, params ReadOnlySpan<RequestField> wanted)
    {
        var options = ImmutableArray.CreateBuilder<(string, ReadOnlyMemory<byte>)>();
        foreach (var field in wanted)
        {
            var range = parsed.Fields[field];
            if (!range.IsMissing)
            {
                options.Add((NameOf(field), body[range.Start..range.End]));
            }
        }

        return options.ToImmutable();
    }

    private static string NameOf(RequestField field) => field switch
    {
        RequestField.Tools => "tools",
        RequestField.ChatTemplate => "chat_template",
        RequestField.ChatTemplateArguments => "chat_template_kwargs",
        RequestField.AddGenerationPrompt => "add_generation_prompt",
        RequestField.ContinueFinalMessage => "continue_final_message",
        RequestField.AddSpecialTokens => "add_special_tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static void Append(XxHash128 hash, ReadOnlySpan<byte> part)
    {
        var length = part.Length;
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref length)));
        hash.Append(part);
    }
}
