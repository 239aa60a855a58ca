using System.Text;
using System.Text.Json;
using CsCheck;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Tests.Requests;

/// <summary>What prompts share: canonical text, then blocks.</summary>
public sealed class PrefixTextTests
{
    private const int Block = 16;

    private static readonly string[] s_oddTexts = ["é😀\u0000", "\"quoted\"", "line\nbreak"];
    private static readonly string[] s_roles = ["system", "user", "assistant", "tool", "developer"];

    private static readonly Gen<object> s_content = Gen.OneOf<object>(
        Gen.String[Gen.Char.AlphaNumeric, 0, 60].Select(s => (object)s),
        Gen.Int[0, s_oddTexts.Length - 1].Select(i => (object)s_oddTexts[i]),
        Gen.String[Gen.Char.AlphaNumeric, 0, 30].Array[1, 3].Select(texts => (object)texts.Select(t => new { type = "text", text = t }).ToArray()),
        Gen.String[Gen.Char.AlphaNumeric, 0, 30].Select(t => (object)new[] { new { type = "image_url", image_url = new { url = t } } }));

    private static readonly Gen<object> s_message = Gen.Select(
        Gen.Int[0, s_roles.Length - 1].Select(i => s_roles[i]),
        s_content,
        (role, content) => (object)new { role, content });

    [Fact]
    public void Chat_OneMoreMessage_KeepsAllBlocks() =>
        Gen.Select(s_message.Array[1, 6], s_message, Gen.Bool).Sample(
            (messages, more, tools) =>
            {
                var before = Text(ApiKind.ChatCompletions, Body(messages, tools));
                var after = Text(ApiKind.ChatCompletions, Body([.. messages, more], tools));
                Assert.True(after.AsSpan().StartsWith(before));
                Assert.True(after.Length > before.Length);
                var blocks = Hash(before);
                Assert.Equal(blocks, Hash(after)[..blocks.Length]);
            },
            iter: 2_000);

    [Fact]
    public void Chat_DifferentMessages_HaveDifferentText() =>
        Gen.Select(s_message.Array[1, 3], s_message.Array[1, 3]).Sample(
            (a, b) =>
            {
                var same = JsonSerializer.Serialize(Normal(a)) == JsonSerializer.Serialize(Normal(b));
                var x = Text(ApiKind.ChatCompletions, Body(a, tools: false));
                var y = Text(ApiKind.ChatCompletions, Body(b, tools: false));
                Assert.Equal(same, x.AsSpan().SequenceEqual(y));
            },
            iter: 2_000);

    [Theory]
    [InlineData("""[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]""", """[{"role":"user","content":"ab"}]""")]
    [InlineData("""[{"role":"user","content":"a"}]""", """[{"role":"assistant","content":"a"}]""")]
    [InlineData("""[{"role":"user","content":"a"}]""", """[{"role":"user","name":"n","content":"a"}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""", """[{"role":"user","content":[{"type":"text","text":"b"},{"type":"text","text":"a"}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]""", """[{"role":"user","content":"ab"}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"image_url","image_url":{"url":"1"}}]}]""", """[{"role":"user","content":[{"type":"image_url","image_url":{"url":"2"}}]}]""")]
    [InlineData("""[{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}]""", """[{"role":"assistant","content":null,"tool_calls":[{"id":"2"}]}]""")]
    [InlineData("""[{"role":"tool","tool_call_id":"1","content":"a"}]""", """[{"role":"tool","tool_call_id":"2","content":"a"}]""")]
    public void Chat_WhatATemplateTellsApart_Differs(string a, string b) =>
        Assert.False(Text(ApiKind.ChatCompletions, $$"""{"model":"m","messages":{{a}}}""").AsSpan().SequenceEqual(Text(ApiKind.ChatCompletions, $$"""{"model":"m","messages":{{b}}}""")));

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}]}""", """{ "messages" : [ { "content" : "\u0061", "role":"user" } ], "temperature":1, "model":"m" }""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}]}""", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"}]}]}""")]
    [InlineData("""{"model":"m","tools":[{"a":[1,"x"]}],"messages":[{"role":"user","content":"a"}]}""", """{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[ { "a" : [ 1 , "x" ] } ]}""")]
    public void Chat_WhatATemplateRendersAlike_IsEqual(string a, string b) =>
        Assert.Equal(Text(ApiKind.ChatCompletions, a), Text(ApiKind.ChatCompletions, b));

    [Fact]
    public void Chat_ToolsComeAfterSystemAndBeforeTurns()
    {
        var text = Encoding.Latin1.GetString(Text(ApiKind.ChatCompletions, """{"model":"m","messages":[{"role":"system","content":"SYS"},{"role":"user","content":"USR"}],"tools":[{"name":"TOOL"}]}"""));

        Assert.True(text.IndexOf("SYS", StringComparison.Ordinal) < text.IndexOf("TOOL", StringComparison.Ordinal));
        Assert.True(text.IndexOf("TOOL", StringComparison.Ordinal) < text.IndexOf("USR", StringComparison.Ordinal));
    }

    [Fact]
    public void Chat_DifferentTools_ShareOnlyTheSystemPrompt()
    {
        var system = new string('s', 160);
        var a = Hash(Text(ApiKind.ChatCompletions, $$"""{"model":"m","messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{system}}"}],"tools":[{"name":"A"}]}"""));
        var b = Hash(Text(ApiKind.ChatCompletions, $$"""{"model":"m","messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{system}}"}],"tools":[{"name":"B"}]}"""));

        // 10 bytes of marks and role, 160 of text, 12 of marks and JSON before the first that differs: 11 blocks of 16
        Assert.Equal(11, a.Zip(b).TakeWhile(p => p.First == p.Second).Count());
        Assert.Empty(a.Skip(11).Intersect(b));
    }

    [Fact]
    public void Namespaces_ThatDiffer_ShareNothing()
    {
        var text = Text(ApiKind.Completions, $$"""{"model":"m","prompt":"{{new string('p', 200)}}"}""");
        PrefixNamespace[] spaces = [new("m"), new("n"), new("m", "lora"), new("m", "", "salt"), new("m", "", "", "tenant")];
        var all = spaces.SelectMany(s => PrefixHasher.HashText(text, s, Block, []).Hashes).ToArray();

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(spaces.Length * (text.Length / Block), all.Length);
    }

    [Fact]
    public void Completion_LongerPrompt_KeepsAllBlocks() =>
        Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        {
            // halves of surrogate pairs do not come over the wire
            var (x, y) = (Clean(a), Clean(b));
            var before = Hash(Text(ApiKind.Completions, JsonSerializer.Serialize(new { model = "m", prompt = x })));
            var after = Hash(Text(ApiKind.Completions, JsonSerializer.Serialize(new { model = "m", prompt = x + y })));
            Assert.Equal(before, after[..before.Length]);
        });

    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static object[] Normal(object[] messages) => [.. messages.Select(m =>
    {
        // one text part is the same as a string
        var json = JsonSerializer.SerializeToElement(m);
        var content = json.GetProperty("content");
        var alone = content.ValueKind is JsonValueKind.Array && content.GetArrayLength() == 1 && content[0].TryGetProperty("text", out var text) ? text : content;
        return (object)new { role = json.GetProperty("role"), content = alone };
    })];

    private static string Body(object[] messages, bool tools) => tools
        ? JsonSerializer.Serialize(new { model = "m", messages, tools = new[] { new { type = "function" } } })
        : JsonSerializer.Serialize(new { model = "m", messages });

    private static byte[] Text(ApiKind api, string json)
    {
        using var parsed = RequestParser.Parse(api, Encoding.UTF8.GetBytes(json), out var error);
        Assert.Null(error);
        return parsed!.PrefixText.Span.ToArray();
    }

    private static ulong[] Hash(byte[] text) => PrefixHasher.HashText(text, new PrefixNamespace("m"), Block, []).Hashes;
}
