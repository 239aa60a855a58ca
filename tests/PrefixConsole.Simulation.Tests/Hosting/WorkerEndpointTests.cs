using System.Globalization;
using System.Text.Json;

namespace PrefixConsole.Simulation.Tests.Hosting;

public sealed class WorkerEndpointTests
{
    [Fact]
    public async Task Models_WithAdapter_AdapterHasItsParent()
    {
        await using var fixture = await WorkerFixture.StartAsync(1000, "lora");

        using var response = await fixture.Client.GetAsync("/v1/models", WorkerFixture.Cancellation);
        var data = JsonDocument.Parse(await response.Content.ReadAsStringAsync(WorkerFixture.Cancellation)).RootElement.GetProperty("data");

        Assert.Equal("w1", response.Headers.GetValues("x-worker-id").Single());
        Assert.Equal(["m", "lora"], data.EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
        Assert.Equal(JsonValueKind.Null, data[0].GetProperty("parent").ValueKind);
        Assert.Equal("m", data[1].GetProperty("parent").GetString());
        Assert.Equal(512 * 16, data[0].GetProperty("max_model_len").GetInt32());
    }

    [Fact]
    public async Task Tokenize_Messages_CountsWhatAChatWouldUse()
    {
        await using var fixture = await WorkerFixture.StartAsync();
        var chat = WorkerFixture.Chat("How many tokens is this?", ""","max_tokens":1""");

        var (_, tokens) = await fixture.JsonAsync("/tokenize", chat);
        var (_, answer) = await fixture.JsonAsync("/v1/chat/completions", chat);
        var (_, text) = await fixture.JsonAsync("/detokenize", $$"""{"tokens":{{tokens.GetProperty("tokens").GetRawText()}}}""");

        Assert.Equal(tokens.GetProperty("count").GetInt32(), answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal("<|user|>\nHow many tokens is this?\n<|end|>\n<|assistant|>\n", text.GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task Metrics_AfterTwoEqualPrompts_HaveVllmNamesAndTokenCounts()
    {
        await using var fixture = await WorkerFixture.StartAsync(1000, "lora");
        var (_, first) = await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText, ""","max_tokens":4"""));
        await fixture.JsonAsync("/v1/chat/completions", WorkerFixture.Chat(WorkerFixture.LongText, ""","max_tokens":4"""));

        var text = await fixture.Client.GetStringAsync("/metrics", WorkerFixture.Cancellation);

        var prompt = first.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
        var values = Parse(text);
        const string Labels = "{engine=\"0\",model_name=\"m\"}";
        Assert.Equal(0, values["vllm:num_requests_waiting" + Labels]);
        Assert.Equal(0, values["vllm:num_requests_running" + Labels]);
        Assert.Equal(0, values["vllm:kv_cache_usage_perc" + Labels]);
        Assert.Equal(2 * prompt, values["vllm:prefix_cache_queries_total" + Labels]);
        Assert.Equal((prompt - 1) / 16 * 16, values["vllm:prefix_cache_hits_total" + Labels]);
        Assert.Equal(8, values["vllm:generation_tokens_total" + Labels]);
        Assert.Equal(2, values["vllm:time_to_first_token_seconds_count" + Labels]);
        Assert.Equal(2, values["vllm:time_to_first_token_seconds_bucket{engine=\"0\",model_name=\"m\",le=\"+Inf\"}"]);
        Assert.Contains(values.Keys, k => k.StartsWith("vllm:cache_config_info{block_size=\"16\"", StringComparison.Ordinal) && k.Contains("num_gpu_blocks=\"512\"", StringComparison.Ordinal));
        Assert.Contains(values.Keys, k => k.StartsWith("vllm:lora_requests_info{max_lora=\"1\"", StringComparison.Ordinal));
    }

    /// <summary>Series to value; throws on a line that is neither a comment nor a sample.</summary>
    private static Dictionary<string, double> Parse(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
