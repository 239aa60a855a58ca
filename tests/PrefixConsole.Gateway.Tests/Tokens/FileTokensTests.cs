using System.Text;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Gateway.Tokens;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Tokens;

/// <summary>Local tokenizers of tiny vocabularies made here, through a whole gateway.</summary>
public sealed class FileTokensTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prefixconsole-tokens-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tiktoken_Completion_HasItsTokens() =>
        Assert.Equal(3, await CountAsync("ab c", ("Kind", "tiktoken"), ("File", Tiktoken())));

    [Fact]
    public async Task Bpe_Completion_HasItsTokens() =>
        Assert.Equal(3, await CountAsync("ab c", ("Kind", "bpe"), ("File", Vocabulary()), ("Merges", Merges())));

    [Fact]
    public async Task SentencePiece_Completion_HasItsTokens() =>
        Assert.Equal(2, await CountAsync("abb", ("Kind", "sentencepiece"), ("File", SentencePiece())));

    [Fact]
    public void Tiktoken_ChatWithTemplate_IsRenderedFirst()
    {
        var files = new TokenizerFiles();
        var options = new ModelTokensOptions
        {
            Model = "m",
            Kind = "tiktoken",
            File = Tiktoken(),
            SpecialTokens = new() { ["<|x|>"] = 100, ["<|y|>"] = 101 },
            ChatTemplate = new() { Start = "<|x|>", Message = "c{content}<|y|>", GenerationPrompt = "ab" },
        };
        Assert.Null(files.Load(options));
        var template = ChatTemplate.Of(options.ChatTemplate, out _)!;

        Assert.True(template.TryRender([Json("""{"role":"user","content":"{role}"}"""), Json("""{"role":"user","content":[{"type":"text","text":"ab"}]}""")], out var text));
        Assert.Equal("<|x|>c{role}<|y|>cab<|y|>ab", text);
        Assert.False(template.TryRender([Json("""{"role":"user","content":[{"type":"image_url"}]}""")], out _));
    }

    [Fact]
    public async Task Chat_WithTemplate_SpecialTokensAreOneEach()
    {
        var request = await DecideAsync(
            "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"ab"}]}""",
            ("Kind", "tiktoken"), ("File", Tiktoken()), ("SpecialTokens:<|x|>", "100"), ("ChatTemplate:Message", "<|x|>{content}<|x|>"));
        Assert.Equal((TokenOrigin.File, 3), (request.Tokenization.Origin, request.PromptTokens));
    }

    [Fact]
    public async Task Chat_WithoutTemplate_IsCutByText()
    {
        var request = await DecideAsync(
            "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"ab"}]}""", ("Kind", "tiktoken"), ("File", Tiktoken()));
        Assert.Equal((TokenOrigin.None, 0), (request.Tokenization.Origin, request.TokenBlocks.TotalUnits));
        Assert.NotNull(request.Tokenization.Note);
    }

    [Theory]
    [InlineData("Tokens:Default must be one of", "Tokens:Default", "file")]
    [InlineData("Tokens:TimeoutMilliseconds must be between", "Tokens:TimeoutMilliseconds", "0")]
    [InlineData("Tokens:Models:0:Model", "Tokens:Models:0:Source", "worker")]
    [InlineData("Tokens:Models:0:Source", "Tokens:Models:0:Model", "m", "Tokens:Models:0:Source", "magic")]
    [InlineData("Tokens:Models:0:Kind", "Tokens:Models:0:Model", "m", "Tokens:Models:0:Source", "file")]
    [InlineData("Tokens:Models:0:File must name", "Tokens:Models:0:Model", "m", "Tokens:Models:0:Source", "file", "Tokens:Models:0:Kind", "tiktoken")]
    [InlineData("Tokens:Models:0:File names a file that is not there", "Tokens:Models:0:Model", "m", "Tokens:Models:0:Source", "file", "Tokens:Models:0:Kind", "tiktoken", "Tokens:Models:0:File", "/no/such/file")]
    [InlineData("Tokens:Models:0:Merges", "Tokens:Models:0:Model", "m", "Tokens:Models:0:Source", "file", "Tokens:Models:0:Kind", "bpe", "Tokens:Models:0:File", "/no/such/file")]
    public async Task Start_WrongConfiguration_NamesTheKey(string expected, params string[] settings)
    {
        var pairs = settings.Chunk(2).Select(p => (p[0], p[1])).ToArray();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHarness.StartAsync(false, pairs));
        Assert.StartsWith(expected, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiktoken")]
    [InlineData("bpe")]
    [InlineData("sentencepiece")]
    public void Load_BrokenFile_SaysSo(string kind)
    {
        var file = Write("broken", "\u0001{\"a\": not json"u8);
        var error = new TokenizerFiles().Load(new ModelTokensOptions { Model = "m", Kind = kind, File = file, Merges = file });
        Assert.Equal("File", error?.Field);
    }

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<int> CountAsync(string prompt, params (string Key, string Value)[] settings)
    {
        var request = await DecideAsync("/v1/completions", $$"""{"model":"m","prompt":"{{prompt}}"}""", settings);
        Assert.Equal(TokenOrigin.File, request.Tokenization.Origin);
        return request.PromptTokens;
    }

    private static async Task<DecidedRequest> DecideAsync(string path, string body, params (string Key, string Value)[] settings)
    {
        await using var worker = await FakeWorker.StartAsync();
        await using var gateway = await GatewayHarness.StartAsync(
            false, [("Tokens:Models:0:Model", "m"), ("Tokens:Models:0:Source", "file"), .. settings.Select(s => ("Tokens:Models:0:" + s.Key, s.Value))]);
        gateway.Add("a", worker.Address);
        using var response = await gateway.PostAsync(path, body);
        return gateway.Log.Latest(1)[0].Decision.Request;
    }

    /// <summary>Words "ab" and " c" are cut first; "ab" is one token, " " and "c" are two.</summary>
    private string Tiktoken() => Write("tiny.tiktoken", Encoding.UTF8.GetBytes(string.Join('\n', new[] { "a", "b", "c", " ", "ab" }
        .Select((token, i) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(token))} {i}"))));

    private string Vocabulary() => Write("vocab.json", Encoding.UTF8.GetBytes("""{"a":0,"b":1,"c":2,"Ġ":3,"ab":4}"""));

    private string Merges() => Write("merges.txt", "#version: 0.2\na b\n"u8);

    /// <summary>A SentencePiece model of the BPE kind, in its protobuf form: "▁ab" and "b" make "abb".</summary>
    private string SentencePiece()
    {
        var pieces = new (string Text, float Score, byte Type)[]
        {
            ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("ab", -1, 1), ("▁ab", -2, 1), ("▁", -3, 1), ("a", -4, 1), ("b", -5, 1),
        };
        byte[] spec = [0x18, 2];
        byte[] normalizer = [.. Field(1, "identity"u8), 0x18, 1, 0x20, 0, 0x28, 1];
        byte[] model =
        [
            .. pieces.SelectMany(p => Field(1, [.. Field(1, Encoding.UTF8.GetBytes(p.Text)), 0x15, .. BitConverter.GetBytes(p.Score), 0x18, p.Type])),
            .. Field(2, spec),
            .. Field(3, normalizer),
        ];
        return Write("tiny.model", model);
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
