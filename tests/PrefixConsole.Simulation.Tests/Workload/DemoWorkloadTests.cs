using System.Text;
using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;
using PrefixConsole.Simulation.Workload;

namespace PrefixConsole.Simulation.Tests.Workload;

public sealed class DemoWorkloadTests
{
    [Fact]
    public void Next_EqualSeeds_EqualRequests()
    {
        var one = Run(5, 200);

        Assert.Equal(one.Select(Describe), Run(5, 200).Select(Describe));
        Assert.NotEqual(one.Select(Describe), Run(6, 200).Select(Describe));
    }

    [Fact]
    public void Next_ManyRequests_MixOfKindsAndMostlyStreaming()
    {
        var requests = Run(1, 2000);

        Assert.InRange(requests.Count(r => r.Kind == DemoRequestKind.Chat) / 2000.0, 0.50, 0.60);
        Assert.InRange(requests.Count(r => r.Kind == DemoRequestKind.Agent) / 2000.0, 0.20, 0.30);
        Assert.InRange(requests.Count(r => r.Stream) / 2000.0, 0.80, 0.90);
        Assert.Contains(requests, r => r.Path == "/v1/completions");
        Assert.All(requests, r => Assert.Equal(r.Kind == DemoRequestKind.OneOff, r.SessionId is null));
    }

    [Fact]
    public void Next_TurnsOfASession_ExtendTheTurnBefore()
    {
        var grown = 0;
        foreach (var session in Run(2, 500).Where(r => r.SessionId is not null).GroupBy(r => r.SessionId))
        {
            var before = Array.Empty<string>();
            foreach (var request in session)
            {
                var messages = Messages(request);
                Assert.Equal(before, messages.Take(before.Length));
                Assert.True(messages.Length > before.Length);
                grown += before.Length > 0 ? 1 : 0;
                before = messages;
            }
        }

        Assert.True(grown > 200, $"Only {grown} turns extended another.");
    }

    [Fact]
    public void Next_NoAnswersYet_NeverTwoTurnsOfASessionAtOnceAndBounded()
    {
        var workload = new DemoWorkload(3, "m");
        var sessions = Enumerable.Range(0, 500).Select(_ => workload.Next().SessionId).Where(s => s is not null).ToArray();

        Assert.Equal(sessions.Length, sessions.Distinct().Count());
        Assert.Equal(DemoWorkload.MaxConversations, sessions.Length);
    }

    [Fact]
    public void Next_Streaming_AsksForUsage()
    {
        foreach (var request in Run(4, 100).Where(r => r.Stream))
        {
            using var body = JsonDocument.Parse(request.Body);
            Assert.True(body.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        }
    }

    [Fact]
    public void SystemPrompts_All_AreDistinctAndOfTheStatedLength()
    {
        var tokenizer = new PromptTokenizer();

        Assert.Equal(12, DemoPrompts.SystemPrompts.Distinct().Count());
        Assert.All(DemoPrompts.SystemPrompts, p => Assert.InRange(tokenizer.Encode(p).Count, 200, 1500));
    }

    [Fact]
    public void Sample_Zipf_FrequenciesFollowTheLaw()
    {
        var zipf = new ZipfDistribution(3, 1);
        var random = new Random(1);
        var counts = new int[3];
        for (var i = 0; i < 11_000; i++)
        {
            counts[zipf.Sample(random)]++;
        }

        // 1 : 1/2 : 1/3 = 6 : 3 : 2
        Assert.InRange(counts[0], 5800, 6200);
        Assert.InRange(counts[1], 2800, 3200);
        Assert.InRange(counts[2], 1800, 2200);
    }

    private static List<DemoRequest> Run(int seed, int count)
    {
        var workload = new DemoWorkload(seed, "m");
        var requests = new List<DemoRequest>(count);
        for (var i = 0; i < count; i++)
        {
            var request = workload.Next();
            requests.Add(request);
            workload.Complete(request, $"Answer {i}.");
        }

        return requests;
    }

    private static string Describe(DemoRequest request) => $"{request.Path} {request.SessionId} {Encoding.UTF8.GetString(request.Body)}";

    private static string[] Messages(DemoRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return [.. body.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetRawText())];
    }
}
