using System.Net;
using PrefixConsole.Gateway.Forwarding;

namespace PrefixConsole.Gateway.Health;

/// <summary>What workers are asked beside prompts. Throws what the client throws.</summary>
internal sealed class WorkerQuestions(WorkerClient client)
{
    /// <summary>Answers longer than this are cut off.</summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    private const string UsualMetrics = "metrics";
    private const string TrtLlmServeMetrics = "prometheus/metrics";

    /// <param name="worker">Base address of the worker.</param>
    /// <param name="path">Without a slash before it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> GetAsync(Uri worker, string path, CancellationToken cancellationToken)
    {
        var address = worker.AbsoluteUri;
        return GetAsync(address.EndsWith('/') ? address + path : $"{address}/{path}", cancellationToken);
    }

    /// <summary>From where the operator said; else by the usual path, and by that of trtllm-serve, which has another.</summary>
    /// <param name="worker">Base address of the worker.</param>
    /// <param name="whole">Whole address of its metrics, where the operator said one.</param>
    /// <param name="trtLlmFirst">Ask by the path of trtllm-serve first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> MetricsAsync(
        Uri worker, Uri? whole, bool trtLlmFirst, CancellationToken cancellationToken)
    {
        if (whole is not null)
        {
            return await GetAsync(whole.AbsoluteUri, cancellationToken);
        }

        var (first, then) = trtLlmFirst ? (TrtLlmServeMetrics, UsualMetrics) : (UsualMetrics, TrtLlmServeMetrics);
        var answer = await GetAsync(worker, first, cancellationToken);
        return answer.Status is HttpStatusCode.NotFound ? await GetAsync(worker, then, cancellationToken) : answer;
    }

    private async Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await client.Invoker.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
