using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Tests.Tokenization;

public sealed class ChatTemplateTests
{
    private readonly PromptTokenizer _tokenizer = new();

    [Fact]
    public void Render_NextTurn_ContinuesThePromptAndTheGeneratedAnswer()
    {
        var words = new WordTokenSource();
        var random = new Random(3);
        int[] answer = [.. Enumerable.Range(0, 60).Select(i => words.NextToken(random, i))];
        var text = string.Concat(answer.Select(id => words.Texts[id]));
        var first = Render("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello there"}]""");

        var second = Render($$"""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello there"},{"role":"assistant","content":"{{text}}"},{"role":"user","content":"More"}]""");

        Assert.Equal([.. first, .. answer], second.Take(first.Count + answer.Length));
    }

    [Fact]
    public void Render_OrderRoleToolsOrImage_ChangeTheTokens()
    {
        var variants = new[]
        {
            Render("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]"""),
            Render("""[{"role":"user","content":"b"},{"role":"user","content":"a"}]"""),
            Render("""[{"role":"system","content":"a"},{"role":"user","content":"b"}]"""),
            Render("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", """[{"type":"function"}]"""),
            Render("""[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}}]}]"""),
            Render("""[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"y"}}]}]"""),
        };

        Assert.Equal(variants.Length, variants.Select(v => string.Join(' ', v)).Distinct().Count());
    }

    [Fact]
    public void Encode_LongTextAgain_ComesFromMemory()
    {
        var text = string.Concat(Enumerable.Repeat("The river carries a letter. ", 10));
        var first = _tokenizer.Encode(text);

        Assert.Equal(first, _tokenizer.Encode(text));
        Assert.Equal(1, _tokenizer.Hits);
        Assert.Equal(text, _tokenizer.Decode(first));
    }

    private List<int> Render(string messages, string? tools = null)
    {
        var ids = new List<int>();
        using var document = JsonDocument.Parse(messages);
        using var toolDocument = JsonDocument.Parse(tools ?? "null");
        new ChatTemplate(_tokenizer).Render(document.RootElement, toolDocument.RootElement, true, ids);
        return ids;
    }
}
