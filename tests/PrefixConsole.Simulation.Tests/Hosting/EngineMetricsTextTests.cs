using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Simulation.Tests.Hosting;

/// <summary>A busy engine, two requests running and one waiting, under each engine's names.</summary>
public sealed class EngineMetricsTextTests
{
    [Theory]
    [InlineData(nameof(MetricsDialect.Sglang), "sglang:num_running_reqs{model_name=\"m\"} 2", "sglang:num_queue_reqs{model_name=\"m\"} 1", "sglang:token_usage{model_name=\"m\"} 0.5")]
    [InlineData(nameof(MetricsDialect.TrtLlmServe), "trtllm_num_requests_running{model_name=\"m\"} 2", "trtllm_num_requests_waiting{model_name=\"m\"} 1", "trtllm_kv_cache_utilization{model_name=\"m\"} 0.5")]
    [InlineData(
        nameof(MetricsDialect.TritonTrtLlm),
        "nv_trt_llm_request_metrics{model=\"m\",version=\"1\",request_type=\"scheduled\"} 2",
        "nv_trt_llm_request_metrics{model=\"m\",version=\"1\",request_type=\"waiting\"} 1",
        "nv_trt_llm_kv_cache_block_metrics{model=\"m\",version=\"1\",kv_cache_block_type=\"fraction\"} 0.5")]
    [InlineData(nameof(MetricsDialect.LlamaCpp), "llamacpp:requests_processing 2", "llamacpp:requests_deferred 1", null)]
    public void Busy_EachDialect_HasRunningWaitingAndUse(string dialect, string running, string waiting, string? use)
    {
        var lines = new EngineMetricsText(Busy(), "m", Enum.Parse<MetricsDialect>(dialect)).Write().Split('\n');

        Assert.Contains(running, lines);
        Assert.Contains(waiting, lines);
        if (use is null)
        {
            Assert.DoesNotContain(lines, line => line.Contains("usage", StringComparison.Ordinal) || line.Contains("cache", StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains(use, lines);
        }
    }

    /// <summary>Two prompts of 32 tokens take four of eight blocks; the third waits for a place.</summary>
    private static SimulatedEngine Busy()
    {
        var engine = new SimulatedEngine(new EngineOptions { Blocks = 8, MaxSequences = 2 }, new UniformTokenSource(1000), new FakeTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            Assert.True(engine.TrySubmit(new EngineRequest([.. Enumerable.Range(1000 * i, 31)], 5, new PrefixNamespace("m"))));
        }

        engine.Step();
        return engine;
    }
}
