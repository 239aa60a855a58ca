using System.Text;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Backends;

namespace PrefixConsole.Gateway.Tests.Health;

/// <summary>Names of each engine, and how an engine is told by them.</summary>
public sealed class EngineNamesTests
{
    private const string Triton = """
        # TYPE nv_inference_pending_request_count gauge
        nv_inference_pending_request_count{model="ensemble",version="1"} 9
        # TYPE nv_trt_llm_request_metrics gauge
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="context",version="1"} 1
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="scheduled",version="1"} 6
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="max",version="1"} 512
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="active",version="1"} 7
        nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} 2
        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="fraction",model="tensorrt_llm",version="1"} 0.4
        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="tokens_per",model="tensorrt_llm",version="1"} 64
        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="used",model="tensorrt_llm",version="1"} 40
        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="free",model="tensorrt_llm",version="1"} 60
        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="max",model="tensorrt_llm",version="1"} 100
        """;

    private const string TrtllmServe = """
        trtllm_num_requests_waiting{engine_type="undefined",model_name="m"} 3
        trtllm_num_requests_running{engine_type="undefined",model_name="m"} 4
        trtllm_kv_cache_utilization{engine_type="undefined",model_name="m"} 0.3
        trtllm_kv_cache_max_blocks 2048
        trtllm_kv_cache_tokens_per_block 32
        """;

    private const string LlamaCpp = """
        # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
        # TYPE llamacpp:prompt_tokens_total counter
        llamacpp:prompt_tokens_total 100
        llamacpp:requests_processing 2
        llamacpp:requests_deferred 5
        """;

    [Fact]
    public void Read_TritonWithTensorRtLlm_IsUnderstood()
    {
        var metrics = Read(Triton);
        Assert.Equal((2, 6, 0.4, 100, 64), (metrics.Waiting, metrics.Running, metrics.KvUsage, metrics.KvBlocks, metrics.BlockSize));
        Assert.Equal(EngineKind.TensorRtLlm, metrics.Engine);
    }

    [Fact]
    public void Read_PlainTriton_CountsPending()
    {
        var metrics = Read("nv_inference_pending_request_count{model=\"a\"} 2\nnv_inference_pending_request_count{model=\"b\"} 3\n");
        Assert.Equal((5, EngineKind.TensorRtLlm), (metrics.Waiting, metrics.Engine));
    }

    [Fact]
    public void Read_VllmInTriton_IsVllm()
    {
        var metrics = Read("nv_inference_pending_request_count 9\nvllm:num_requests_running 1\n");
        Assert.Equal((null, 1, EngineKind.Vllm), (metrics.Waiting, metrics.Running, metrics.Engine));
    }

    [Fact]
    public void Read_TrtllmServe_IsUnderstood()
    {
        var metrics = Read(TrtllmServe);
        Assert.Equal((3, 4, 0.3, 2048, 32), (metrics.Waiting, metrics.Running, metrics.KvUsage, metrics.KvBlocks, metrics.BlockSize));
        Assert.Equal(EngineKind.TensorRtLlm, metrics.Engine);
    }

    [Fact]
    public void Read_SglangCache_IsUnderstood()
    {
        var metrics = Read("sglang:cache_config_info{page_size=\"64\",num_pages=\"500\"} 1.0\n");
        Assert.Equal((500, 64, EngineKind.Sglang), (metrics.KvBlocks, metrics.BlockSize, metrics.Engine));
    }

    [Fact]
    public void Read_LlamaCpp_HasNoCacheUsage()
    {
        var metrics = Read(LlamaCpp);
        Assert.Equal((5, 2, null, EngineKind.LlamaCpp), (metrics.Waiting, metrics.Running, metrics.KvUsage, metrics.Engine));
    }

    [Fact]
    public void Read_ConfiguredEngine_OnlyItsNamesCount()
    {
        var metrics = EngineMetrics.Read("sglang:num_queue_reqs 7\nvllm:num_requests_waiting 1\n"u8, 0, EngineKind.Vllm);
        Assert.Equal((1, EngineKind.Vllm), (metrics.Waiting, metrics.Engine));
    }

    [Fact]
    public void Read_SeveralLoraAccounts_TheLatestIsTrue()
    {
        var metrics = Read("""
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="a,b",waiting_lora_adapters="c"} 1.7320001e+09
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="d, e",waiting_lora_adapters=""} 1.7320003e+09
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="",waiting_lora_adapters="f"} 1.7320002e+09
            """);
        Assert.Equal(["d", "e"], metrics.ActiveAdapters);
        Assert.Empty(metrics.WaitingAdapters);
        Assert.Equal(4, metrics.MaxAdapters);
    }

    [Theory]
    [InlineData("""[{"id":0,"n_ctx":1000,"is_processing":true},{"id":1,"n_ctx":3000,"is_processing":false}]""", 0.25)]
    [InlineData("[]", null)]
    [InlineData("""{"error":{"code":501}}""", null)]
    [InlineData("<html>", null)]
    [InlineData("""[3,{"n_ctx":"x","is_processing":true},{"n_ctx":5}]""", null)]
    public void Slots_AnyAnswer_ShareOfWorkingSlots(string json, double? expected) =>
        Assert.Equal(expected, LlamaCppSlots.Usage(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""[{"n_ctx":10,"is_processing":true},{"n_ctx":10,"is_processing":false}]""", 0.5)]
    [InlineData(null, null)]
    public async Task Probe_LlamaCpp_TakesUsageFromSlots(string? slots, double? expected)
    {
        await using var fake = await FakeWorker.StartAsync();
        (fake.Metrics, fake.Slots) = (LlamaCpp, slots);
        await using var gateway = await GatewayHarness.StartAsync();
        var worker = gateway.Add("a", fake.Address);

        await gateway.Get<WorkerProbe>().RunAsync(worker, TestContext.Current.CancellationToken);

        Assert.Equal((5, expected), (worker.Metrics?.Waiting, worker.Metrics?.KvUsage));
    }

    [Fact]
    public async Task Probe_OtherMetricsPath_IsFound()
    {
        await using var fake = await FakeWorker.StartAsync();
        (fake.Metrics, fake.MetricsPath) = (TrtllmServe, "/prometheus/metrics");
        await using var gateway = await GatewayHarness.StartAsync();
        var worker = gateway.Add("a", fake.Address);

        await gateway.Get<WorkerProbe>().RunAsync(worker, TestContext.Current.CancellationToken);

        Assert.Equal((3, EngineKind.TensorRtLlm), (worker.Metrics?.Waiting, worker.Metrics?.Engine));
    }

    [Fact]
    public async Task Probe_MetricsElsewhere_AreAskedThere()
    {
        await using var api = await FakeWorker.StartAsync();
        await using var metrics = await FakeWorker.StartAsync();
        metrics.Metrics = Triton;
        await using var gateway = await GatewayHarness.StartAsync();
        var worker = gateway.Registry.Add(new WorkerConfig
        {
            Id = new WorkerId("a"),
            Address = api.Address,
            Models = ["m"],
            MetricsAddress = new Uri(metrics.Address, "metrics"),
        })!;

        await gateway.Get<WorkerProbe>().RunAsync(worker, TestContext.Current.CancellationToken);

        Assert.Equal(2, worker.Metrics?.Waiting);
    }

    private static WorkerMetrics Read(string text) => EngineMetrics.Read(Encoding.UTF8.GetBytes(text), 0);
}
