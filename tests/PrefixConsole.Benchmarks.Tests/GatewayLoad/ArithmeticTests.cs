using System.Diagnostics;
using System.Text.Json;
using PrefixConsole.Benchmarks.GatewayLoad;
using PrefixConsole.Benchmarks.GatewayLoad.Generators;

namespace PrefixConsole.Benchmarks.Tests.GatewayLoad;

public sealed class ArithmeticTests
{
    private static readonly LoadResult s_none = new(0, 0, 1, 0, 0);

    [Fact]
    public void Schedule_IntendedTimes_AreEvenAndAddUpNoError()
    {
        var schedule = new Schedule(1_000, 3, TimeSpan.FromSeconds(2), 1_000_000_000);

        Assert.Equal(6, schedule.Count);
        Assert.Equal(1_000, schedule.IntendedAt(0));
        Assert.Equal(333_333_333 + 1_000, schedule.IntendedAt(1));
        Assert.Equal(1_000_000_000L + 1_000, schedule.IntendedAt(3));
        Assert.Equal(100_000L * 1_000_000_000 + 1_000, schedule.IntendedAt(300_000));
    }

    [Fact]
    public void Tally_Sum_TakesQuantilesOverAllThreads()
    {
        var (a, b) = (new Tally(), new Tally());
        for (var i = 0; i < 50; i++)
        {
            a.Add(ok: true, i * Stopwatch.Frequency / 1000);
            b.Add(ok: true, (50 + i) * Stopwatch.Frequency / 1000);
        }

        b.Add(ok: false, 1_000_000);
        var sum = Tally.Sum([a, b], 2);

        Assert.Equal((100, 1, 50.0), (sum.Requests, sum.Errors, sum.Rate));
        Assert.Equal(50, sum.P50, 0.001);
        Assert.Equal(99, sum.P99, 0.001);
    }

    [Fact]
    public void Tally_Sum_OnlyErrors_HasNoLatency()
    {
        var tally = new Tally();
        tally.Add(ok: false, 5);

        var sum = Tally.Sum([tally], 1);

        Assert.Equal((0, 1), (sum.Requests, sum.Errors));
        Assert.True(double.IsNaN(sum.P50));
    }

    [Fact]
    public void Cell_Ratio_IsTakenWithinEachRound()
    {
        var cell = new Cell("c");
        foreach (var (round, mine, theirs) in new[] { (0, 50, 100), (1, 900, 1000), (2, 8, 10) })
        {
            cell.Add(new Figure("a", round, s_none with { Requests = mine }, TimeSpan.FromMilliseconds(mine)));
            cell.Add(new Figure("b", round, s_none with { Requests = theirs }, TimeSpan.FromMilliseconds(1)));
        }

        // the medians alone, 50 and 100, would say 0.5
        Assert.Equal(0.8, cell.Ratio("a", "b", f => f.Load.Rate), 0.0001);
        Assert.Equal(-50, cell.Difference("a", "b", f => f.Load.Rate), 0.0001);
        Assert.Equal(1000, cell.Median("a", f => f.CpuPerRequest), 0.0001);
        Assert.True(double.IsNaN(cell.Ratio("a", "missing", f => f.Load.Rate)));
    }

    [Theory]
    [InlineData(0.9, 0.9, true, true)]
    [InlineData(0.89, 0.9, true, false)]
    [InlineData(5, 5, false, true)]
    [InlineData(5.1, 5, false, false)]
    [InlineData(double.NaN, 5, false, false)]
    public void Target_Reached_ComparesTheRightWay(double measured, double limit, bool atLeast, bool reached) =>
        Assert.Equal(reached, new Target("t", measured, limit, atLeast).Reached);

    [Fact]
    public void WrkLoop_Parse_ReadsTheScriptsLine()
    {
        const string output = """
            Running 2s test @ http://127.0.0.1:4000/
              2 threads and 32 connections
            Requests/sec:  22405.00
            RESULT requests=44810 errors=3 us=2000150 p50us=1190 p99us=8590

            """;

        var result = WrkLoop.Parse(output);

        Assert.Equal(new LoadResult(44810, 3, 2.00015, 1.19, 8.59), result);
        Assert.Null(WrkLoop.Parse("unable to connect to 127.0.0.1:4000 Connection refused"));
        Assert.Null(WrkLoop.Parse("RESULT requests=0 errors=0 us=0 p50us=0 p99us=0"));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(220, true)]
    public void PromptBodies_AreJsonOfTheSize_AndShareSystemPrompts(int kilobytes, bool stream)
    {
        var bodies = PromptBodies.Create(kilobytes, stream);

        Assert.InRange(bodies.Length, 200, 400);
        HashSet<string> systems = [];
        HashSet<string> users = [];
        foreach (var body in bodies)
        {
            using var json = JsonDocument.Parse(body);
            var messages = json.RootElement.GetProperty("messages");
            systems.Add(messages[0].GetProperty("content").GetString()!);
            users.Add(messages[1].GetProperty("content").GetString()!);
            Assert.Equal(kilobytes * 1024, body.Length);
            Assert.Equal(stream, json.RootElement.GetProperty("stream").GetBoolean());
            Assert.DoesNotContain((byte)'\n', body);
        }

        Assert.Equal(8, systems.Count);
        Assert.Equal(bodies.Length, users.Count);
    }
}
