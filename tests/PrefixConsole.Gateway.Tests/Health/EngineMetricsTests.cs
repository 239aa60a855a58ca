using System.Text;
using CsCheck;
using PrefixConsole.Gateway.Health;

namespace PrefixConsole.Gateway.Tests.Health;

public sealed class EngineMetricsTests
{
    private static readonly byte[] s_syntax = "vllm:cache_config_info{\"=}\\ \n1"u8.ToArray();

    [Fact]
    public void Read_VllmWithTwoEngines_AddsCountsAndTakesTheFullestCache()
    {
        const string text = """
            # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
            # TYPE vllm:num_requests_waiting gauge
            vllm:num_requests_waiting{engine="0",model_name="m"} 3.0
            vllm:num_requests_waiting{engine="1",model_name="m"} 4.0 1395066363000
            vllm:num_requests_running{engine="0",model_name="a} b\"{"} 2
            vllm:num_requests_running{engine="1",model_name="m"} 1
            vllm:kv_cache_usage_perc{engine="0"} 0.25
            vllm:kv_cache_usage_perc{engine="1"} 5e-1
            vllm:cache_config_info{block_size="16",cache_dtype="auto",num_gpu_blocks="4096"} 1.0
            vllm:prefix_cache_queries_total{engine="0"} 1.0e+06
            vllm:prefix_cache_hits_total{engine="0"} 250000
            vllm:num_preemptions_total{engine="0"} 3
            vllm:num_preemptions_total{engine="1"} 4
            vllm:prefix_cache_queries_created{engine="0"} 1.7e+09
            """;

        var metrics = EngineMetrics.Read(Encoding.UTF8.GetBytes(text), 42);

        Assert.Equal((7, 3, 0.5), (metrics.Waiting, metrics.Running, metrics.KvUsage));
        Assert.Equal((4096, 16), (metrics.KvBlocks, metrics.BlockSize));
        Assert.Equal(7, metrics.Preemptions);
        Assert.Equal((1_000_000, 250_000, 42), (metrics.PrefixQueries, metrics.PrefixHits, metrics.Timestamp));
    }

    [Fact]
    public void Read_OlderName_IsUnderstood() =>
        Assert.Equal(0.75, EngineMetrics.Read("vllm:gpu_cache_usage_perc 0.75"u8, 0).KvUsage);

    [Fact]
    public void Read_Sglang_IsUnderstood()
    {
        var metrics = EngineMetrics.Read("sglang:num_queue_reqs{a=\"b\"} 5\r\nsglang:num_running_reqs 6\r\nsglang:token_usage 0.1\r\n"u8, 0);
        Assert.Equal((5, 6, 0.1), (metrics.Waiting, metrics.Running, metrics.KvUsage));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vllm:num_requests_waiting")]
    [InlineData("vllm:num_requests_waiting NaN")]
    [InlineData("vllm:num_requests_waiting +Inf")]
    [InlineData("vllm:num_requests_waiting -1")]
    [InlineData("vllm:num_requests_waiting x1")]
    [InlineData("vllm:num_requests_waiting{a=\"b 1")]
    [InlineData("<html>vllm:num_requests_waiting 1</html>")]
    public void Read_Garbage_IsNotReported(string text)
    {
        var metrics = EngineMetrics.Read(Encoding.UTF8.GetBytes(text), 0);
        Assert.Null(metrics.Waiting);
        Assert.Null(metrics.KvUsage);
    }

    [Fact]
    public void Read_HugeValue_IsClamped() =>
        Assert.Equal(int.MaxValue, EngineMetrics.Read("vllm:num_requests_waiting 1e300"u8, 0).Waiting);

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Gen.OneOf(Gen.Byte, Gen.Int[0, s_syntax.Length - 1].Select(i => s_syntax[i])).Array[0, 200].Sample(bytes =>
        {
            EngineMetrics.Read(bytes, 0);
            EngineMetrics.Read([.. "vllm:cache_config_info{block_size=\""u8, .. bytes], 0);
        });

    [Fact]
    public void ModelList_Parents_AreAdapters()
    {
        var list = ModelList.Parse("""{"data":[{"id":"m","parent":null},{"id":"lora","parent":"m"},{"id":"m"},{"id":7},3]}"""u8.ToArray())!;
        Assert.Equal(["m"], list.Models);
        Assert.Equal(["lora"], list.Adapters);
        Assert.Null(ModelList.Parse("[]"u8.ToArray()));
        Assert.Null(ModelList.Parse("<html>"u8.ToArray()));
    }
}
