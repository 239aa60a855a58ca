using System.ClientModel;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace PrefixConsole.Tests.Whole;

/// <summary>The official OpenAI package, unmodified, against the gateway.</summary>
public sealed class OpenAIPackageTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Model = "demo-8b";

    private ChatClient Chat => new(Model, new ApiKeyCredential("none"), Options);

    private OpenAIClientOptions Options => new() { Endpoint = new Uri(fixture.App.Gateway.BaseAddress!, "v1") };

    [Fact]
    public async Task CompleteChat_PlainMessages_AnswersWithUsage()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync(
            [new SystemChatMessage("You are brief."), new UserChatMessage("Name a colour.")],
            new ChatCompletionOptions { MaxOutputTokenCount = 12 },
            TestContext.Current.CancellationToken);

        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(12, answer.Usage.OutputTokenCount);
        Assert.True(answer.Usage.InputTokenCount > 5);
    }

    [Fact]
    public async Task CompleteChatStreaming_PlainMessages_StreamsSeveralUpdates()
    {
        var updates = 0;
        var text = new StringBuilder();
        await foreach (var update in Chat.CompleteChatStreamingAsync(
            [new UserChatMessage("Count slowly.")],
            new ChatCompletionOptions { MaxOutputTokenCount = 20 },
            TestContext.Current.CancellationToken))
        {
            updates++;
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
            }
        }

        Assert.True(updates >= 20, $"{updates} updates");
        Assert.NotEmpty(text.ToString());
    }

    [Fact]
    public async Task CompleteChat_WithTools_IsAccepted()
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 8 };
        options.Tools.Add(ChatTool.CreateFunctionTool(
            "weather", "Weather of a place", BinaryData.FromString("""{"type":"object","properties":{"place":{"type":"string"}}}""")));

        ChatCompletion answer = await Chat.CompleteChatAsync([new UserChatMessage("Is it raining?")], options, TestContext.Current.CancellationToken);

        Assert.NotNull(answer.Id);
    }

    [Fact]
    public async Task GenerateEmbedding_WorkerRefuses_ItsErrorIsPassedThrough()
    {
        var embeddings = new EmbeddingClient(Model, new ApiKeyCredential("none"), Options);

        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => embeddings.GenerateEmbeddingAsync("text", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(400, error.Status);
        Assert.Contains("mbedding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteChat_SameLongPromptTwice_SecondIsCachedInUsageAndDecision()
    {
        var prompt = string.Join(' ', Enumerable.Range(0, 800).Select(i => $"fact {i} of the handbook"));
        ChatMessage[] messages = [new SystemChatMessage(prompt), new UserChatMessage("Summarise.")];
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 4 };

        ChatCompletion first = await Chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);
        ChatCompletion second = await Chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);

        Assert.True((first.Usage.InputTokenDetails?.CachedTokenCount ?? 0) < first.Usage.InputTokenCount / 10);
        Assert.True(
            second.Usage.InputTokenDetails.CachedTokenCount > second.Usage.InputTokenCount * 0.9,
            $"{second.Usage.InputTokenDetails.CachedTokenCount} of {second.Usage.InputTokenCount} tokens cached");

        await Eventually.TrueAsync(() => fixture.App.Decisions.Latest(1)[0].Outcome is not null, "the second request is complete");
        var entry = fixture.App.Decisions.Latest(1)[0];
        Assert.Equal(second.Usage.InputTokenDetails.CachedTokenCount, entry.Outcome!.CachedTokens);
        Assert.True(entry.Decision.PredictedCachedTokens > entry.Decision.Request.PromptTokens * 0.9);
    }
}
