using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Tokens;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Gateway.Tests.Tokens;

/// <summary>How long a worker that failed is left alone.</summary>
public sealed class WorkerTokenizerTests
{
    [Theory]
    [InlineData(404, TokenOutcome.Unsupported, 30)]
    [InlineData(501, TokenOutcome.Unsupported, 30)]
    [InlineData(500, TokenOutcome.Failed, 5)]
    internal async Task Worker_Failed_IsAskedAgainAfterAPause(int status, TokenOutcome expected, int seconds)
    {
        await using var backend = await FakeWorker.StartAsync();
        backend.Tokenize = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        var time = new FakeTimeProvider();
        var registry = new WorkerRegistry(time);
        registry.AddReady(new WorkerConfig { Id = new WorkerId("a"), Address = backend.Address, Models = ["m"] });
        using var client = new WorkerClient(Options.Create(new GatewayOptions { AllowPrivateWorkers = true }), new OwnAddresses());
        using var tokenizer = new WorkerTokenizer(registry, client, Options.Create(new TokensOptions()), time);
        Assert.Equal(expected, await AskAsync(tokenizer));

        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(TokenOutcome.NoWorker, await AskAsync(tokenizer));
        Assert.Single(backend.Tokenized);

        backend.Tokenize = context => context.Response.WriteAsync("""{"tokens":[1,2,3]}""");
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TokenOutcome.Answered, await AskAsync(tokenizer));
    }

    private static async Task<TokenOutcome> AskAsync(WorkerTokenizer tokenizer)
    {
        var body = """{"model":"m","prompt":"a"}"""u8.ToArray();
        var prompt = TokenPrompt.Of(RequestParser.Parse(ApiKind.Completions, body, out _)!, body)!;
        return (await tokenizer.AskAsync(prompt, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Outcome;
    }
}
