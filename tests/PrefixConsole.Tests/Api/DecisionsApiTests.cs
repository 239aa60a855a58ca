using System.Net;
using PrefixConsole.Api;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Tests.Components;

namespace PrefixConsole.Tests.Api;

public sealed class DecisionsApiTests : ApiTest
{
    [Fact]
    public async Task Decision_Explained_HasTheWholeMatrix()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        Host.Request("first");
        Host.Request("second");
        var json = await GetAsync("/api/decisions/second");
        var decision = json.GetProperty("decision");
        Assert.Equal(2, decision.GetProperty("candidates").GetArrayLength());
        var row = decision.GetProperty("scorers").EnumerateArray().First();
        var cell = row.GetProperty("cells")[0];
        Assert.Equal(
            row.GetProperty("weight").GetDouble() * cell.GetProperty("score").GetDouble(), cell.GetProperty("contribution").GetDouble(), 4);
        Assert.Contains(
            decision.GetProperty("scorers").EnumerateArray().SelectMany(s => s.GetProperty("cells").EnumerateArray()),
            c => c.GetProperty("raw").ValueKind == System.Text.Json.JsonValueKind.Null);
        Assert.True(decision.GetProperty("timings").GetProperty("scheduleMs").GetDouble() >= 0);
        Assert.Equal(200, json.GetProperty("summary").GetProperty("outcome").GetProperty("statusCode").GetInt32());
        Assert.Equal(20, json.GetProperty("summary").GetProperty("outcome").GetProperty("timeToFirstTokenMs").GetDouble());
    }

    [Fact]
    public async Task Decision_OfACost_HasItsTermsAndWhatCounted()
    {
        Host.AddWorker("w1");
        Host.AddWorker("w22");
        Assert.Empty(Host.Get<StrategyStore>().Apply(new StrategySpec { Name = StrategyNames.DynamoCost }, "test", "", null).Errors);
        Host.Request("r1");
        var decision = (await GetAsync("/api/decisions/r1")).GetProperty("decision");
        var row = Assert.Single(decision.GetProperty("scorers").EnumerateArray());
        Assert.Equal(
            ["prefill-blocks", "overlap-credit", "decode-blocks", "active-requests"],
            row.GetProperty("terms").EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        var (terms, cells) = (row.GetProperty("terms"), row.GetProperty("cells"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(cells[i].GetProperty("raw").GetDouble(), Value(0, i) - Value(1, i) + Value(2, i) + Value(3, i), 3);
            Assert.True(Value(0, i) > 0);
        }

        Assert.All(decision.GetProperty("candidates").EnumerateArray(), candidate =>
        {
            Assert.Equal("Predicted", candidate.GetProperty("overlapSource").GetString());
            Assert.Equal("NotReporting", candidate.GetProperty("trust").GetString());
            Assert.Equal(0, candidate.GetProperty("tiers").GetProperty("gpu").GetInt32());
        });

        double Value(int term, int worker) => terms[term].GetProperty("values")[worker].GetDouble();
    }

    [Fact]
    public async Task Decision_Explained_SaysWhatWouldFlipItAndWhatTookHowLong()
    {
        var log = Host.Get<DecisionLog>();
        log.Complete(log.Record(DecisionSamples.Scored()), DecisionSamples.Done());

        var json = await GetAsync("/api/decisions/r-1");

        var flip = json.GetProperty("flips")[0];
        Assert.Equal(("Weight", "prefix", "sim-1"), (flip.GetProperty("kind").GetString(), flip.GetProperty("subject").GetString(), flip.GetProperty("winner").GetString()));
        Assert.Equal(3, flip.GetProperty("from").GetDouble(), 6);
        Assert.Equal(3 - (0.9 / 0.67), flip.GetProperty("to").GetDouble(), 3);
        Assert.Contains("not in the history", json.GetProperty("flipNote").GetString());
        Assert.Contains("The active revision 1", json.GetProperty("rerun").GetString());
        Assert.False(json.GetProperty("stored").GetBoolean());
        var steps = json.GetProperty("timeline").EnumerateArray().ToArray();
        Assert.Equal(["read", "decide", "wait", "answer"], steps.Select(s => s.GetProperty("kind").GetString()));
        for (var i = 1; i < steps.Length; i++)
        {
            Assert.Equal(steps[i - 1].GetProperty("afterMs").GetDouble() + steps[i - 1].GetProperty("tookMs").GetDouble(), steps[i].GetProperty("afterMs").GetDouble(), 6);
        }
    }

    [Fact]
    public async Task Decision_Retried_SaysWhyTheFirstWorkerDidNotServe()
    {
        var log = Host.Get<DecisionLog>();
        var entry = log.Record(DecisionSamples.Scored("r-1"));
        log.Retry(entry, DecisionSamples.Spilled("r-1"), AttemptFailure.Answered(503));
        log.Retry(log.Record(DecisionSamples.Scored("r-2")), DecisionSamples.Spilled("r-2"), AttemptFailure.Unreachable);
        log.Record(DecisionSamples.Scored("r-3"));

        var json = await GetAsync("/api/decisions/r-1");
        var summary = json.GetProperty("summary");
        Assert.Equal(("answered", 503), (summary.GetProperty("firstFailure").GetString(), summary.GetProperty("firstFailureStatus").GetInt32()));
        Assert.Contains(json.GetProperty("timeline").EnumerateArray(), s => s.GetProperty("what").GetString() == "sim-2 answered 503 (unavailable)");
        var lines = (await SendAsync(HttpMethod.Get, "/api/decisions.csv")).Text.Split("\r\n");
        Assert.EndsWith(",firstFailure,firstFailureStatus", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",unreachable,", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(",answered,503", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Drawn_HasTheChancesAndTheOtherDrawn()
    {
        var log = Host.Get<DecisionLog>();
        log.Record(DecisionSamples.Decision(
            "r-1", DecisionReasons.PowerOfTwo, "sim-1", [DecisionSamples.Candidate("sim-1", inFlight: 1, column: 0), DecisionSamples.Candidate("sim-2", inFlight: 1, column: 1)], otherDrawn: 1));
        log.Record(DecisionSamples.Scored("r-2"));

        var drawn = (await GetAsync("/api/decisions/r-1")).GetProperty("decision");
        Assert.Equal("sim-2", drawn.GetProperty("otherDrawn").GetString());
        Assert.StartsWith("Drawn were sim-1", drawn.GetProperty("draw").GetString(), StringComparison.Ordinal);
        Assert.Equal([0.5, 0.5], drawn.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("chance").GetDouble()));
        var scored = (await GetAsync("/api/decisions/r-2")).GetProperty("decision");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, scored.GetProperty("otherDrawn").ValueKind);
        Assert.All(scored.GetProperty("candidates").EnumerateArray(), c => Assert.Equal(System.Text.Json.JsonValueKind.Null, c.GetProperty("chance").ValueKind));
    }

    [Fact]
    public async Task DecisionCsv_IsTheMatrixOfEachAttempt_AndTellsMissingFromZero()
    {
        var log = Host.Get<DecisionLog>();
        var first = DecisionSamples.Decision(
            "r-1", DecisionReasons.MaxScore, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0), DecisionSamples.Candidate("sim-2", column: 1)],
            [new ScorerRow("cost", 2, [0, 8], [1, 0.5f], ["prefill", "decode"], [0, 3, float.NaN, 5])], [2, 1], 1);
        log.Retry(log.Record(first), DecisionSamples.Scored("r-1"), AttemptFailure.Unreachable);

        var answer = await SendAsync(HttpMethod.Get, "/api/decisions/r-1?format=csv");

        Assert.Equal("text/csv", answer.Type);
        var rows = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToArray();
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        Assert.Equal(
            ["cost:weight", "cost:raw", "cost:score", "cost:contribution", "cost:prefill", "cost:decode", "prefix:weight", "prefix:raw", "prefix:score", "prefix:contribution", "queue:weight", "queue:raw", "queue:score", "queue:contribution"],
            rows[0][^14..]);
        Assert.Equal(["sim-1", "sim-2", "sim-1", "sim-2", "sim-3"], rows.Skip(1).Select(r => Cell(r, "worker")));
        Assert.Equal(["True", "False", "False", "True", "False"], rows.Skip(1).Select(r => Cell(r, "chosen")));
        Assert.Equal(["2", "0", "1", "2", "0", "", "", "", "", "", "", "", "", ""], rows[1][^14..]);
        Assert.Equal(["2", "8", "0.5", "1", "3", "5"], rows[2][^14..^8]);
        Assert.Equal(["", "1", "2"], [Cell(rows[3], "queue:raw"), Cell(rows[3], "queue:score"), Cell(rows[3], "queue:contribution")]);
        Assert.Equal(("utilization", "", ""), (Cell(rows[5], "removedBy"), Cell(rows[5], "total"), Cell(rows[5], "prefix:raw")));

        string Cell(string[] row, string column) => row[Array.IndexOf(rows[0], column)];
    }

    [Fact]
    public async Task Decision_Predicted_SaysHowOldThatWas_InEachFormat()
    {
        var log = Host.Get<DecisionLog>();
        log.Complete(log.Record(DecisionSamples.Scored("r-1")), DecisionSamples.Done());
        log.Record(DecisionSamples.Decision(
            "r-2",
            DecisionReasons.MaxScore,
            "sim-2",
            [DecisionSamples.Candidate("sim-1", predicted: 20, column: 0), DecisionSamples.Candidate("sim-2", predicted: 87, column: 1), DecisionSamples.Candidate("sim-3", column: 2)],
            at: DecisionSamples.At + TimeSpan.FromSeconds(12)));

        var ages = (await GetAsync("/api/decisions/r-2")).GetProperty("decision").GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("predictedAge")).ToArray();

        Assert.Equal(["NotKept", "Found", "NothingPredicted"], ages.Select(a => a.GetProperty("state").GetString()));
        Assert.Equal((12_000.0, "r-1", 0), (ages[1].GetProperty("ageMs").GetDouble(), ages[1].GetProperty("by").GetString(), ages[1].GetProperty("since").GetInt32()));
        Assert.Equal("sent there 12.00 s before, by r-1", ages[1].GetProperty("words").GetString());
        Assert.Equal((System.Text.Json.JsonValueKind.Null, 12_000.0), (ages[0].GetProperty("ageMs").ValueKind, ages[0].GetProperty("reachMs").GetDouble()));
        var rows = (await SendAsync(HttpMethod.Get, "/api/decisions/r-2?format=csv")).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(",predictedAge,predictedAgeMs,predictedBy", rows[0], StringComparison.Ordinal);
        Assert.EndsWith(",NotKept,,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",Found,12000,r-1", rows[2], StringComparison.Ordinal);
        Assert.EndsWith(",NothingPredicted,,", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Pinned_SaysWhereTheStrategyWouldHaveSentIt()
    {
        Host.Get<StrategyStore>().Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "test", "", null);
        var log = Host.Get<DecisionLog>();
        log.Record(DecisionSamples.Decision(
            "r-1",
            DecisionReasons.Pinned,
            "sim-1",
            [DecisionSamples.Candidate("sim-1", predicted: 20, inFlight: 4, column: 0), DecisionSamples.Candidate("sim-2", predicted: 80, inFlight: 1, removedBy: Eligibility.Pinned)],
            strategy: StrategyNames.LeastLoaded,
            revision: 2,
            request: DecisionSamples.Request("r-1", pinned: "sim-1")));
        log.Record(DecisionSamples.Scored("r-2"));

        var without = (await GetAsync("/api/decisions/r-1")).GetProperty("withoutPin");

        Assert.Equal((2, "least-loaded", true, "sim-2", false), (without.GetProperty("revision").GetInt32(), without.GetProperty("strategy").GetString(), without.GetProperty("ofThen").GetBoolean(), without.GetProperty("winner").GetString(), without.GetProperty("draw").GetBoolean()));
        Assert.Equal((1280, 5120), (without.GetProperty("pinnedTokens").GetInt32(), without.GetProperty("winnerTokens").GetInt32()));
        Assert.Contains("the pin gave up 3,840", without.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await GetAsync("/api/decisions/r-2")).GetProperty("withoutPin").ValueKind);
    }

    [Fact]
    public async Task DecisionCsv_HostileNames_CannotBecomeFormulas()
    {
        Host.Get<DecisionLog>().Record(DecisionSamples.Decision(
            "r-1",
            "=reason",
            "=cmd|'/C calc'!A0",
            [DecisionSamples.Candidate("=cmd|'/C calc'!A0", column: 0), DecisionSamples.Candidate("@\"x\",<script>", removedBy: "+filter")],
            [new ScorerRow("-scorer,\"a\"", 1, [1], [1], ["=term"], [2])],
            [1]));

        var lines = (await SendAsync(HttpMethod.Get, "/api/decisions/r-1?format=csv")).Text.Split("\r\n");

        Assert.EndsWith(",\"'-scorer,\"\"a\"\":weight\",\"'-scorer,\"\"a\"\":raw\",\"'-scorer,\"\"a\"\":score\",\"'-scorer,\"\"a\"\":contribution\",\"'-scorer,\"\"a\"\":=term\"", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=reason,max-score,'=cmd|'/C calc'!A0,True,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'@\"\"x\"\",<script>\",False,'+filter,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_Format_IsJsonOrCsv()
    {
        Host.Get<DecisionLog>().Record(DecisionSamples.Scored("r-1"));

        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions/r-1?format=xlsx")));
        Assert.Equal("r-1", (await GetAsync("/api/decisions/r-1?format=json")).GetProperty("summary").GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/decisions/nobody?format=csv")).Status);
    }

    [Fact]
    public async Task Decision_StillRunning_HasNoEnd()
    {
        Host.Get<DecisionLog>().Record(DecisionSamples.Scored("running"));

        var last = (await GetAsync("/api/decisions/running")).GetProperty("timeline").EnumerateArray().Last();

        Assert.Equal(("wait", System.Text.Json.JsonValueKind.Null), (last.GetProperty("kind").GetString(), last.GetProperty("tookMs").ValueKind));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01", "to")]
    [InlineData("from=2026-11-24T10:00:00Z&to=2026-11-24T10:00:00Z", "to")]
    [InlineData("from=2026-11-24T10:00:00Z&to=2026-11-23T10:00:00Z", "to")]
    public async Task Decisions_OfAnImpossibleTime_AreRefusedByField(string query, string field)
    {
        foreach (var path in new[] { "/api/decisions", "/api/decisions.csv" })
        {
            var answer = await SendAsync(HttpMethod.Get, $"{path}?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal([field], Fields(answer));
        }
    }

    [Fact]
    public async Task Decisions_OfATimeWithNothingStored_AreNotAnEmptyList()
    {
        var answer = await SendAsync(HttpMethod.Get, "/api/decisions?from=2026-11-24");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store_off"), (answer.Status, Code(answer)));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/decisions/nobody")).Status);
    }

    [Fact]
    public void Matrix_OfReportedOverlap_HasTrustSourceAndTiers()
    {
        var matrix = DecisionMatrixDto.From(ReportedDecisions.Make(StrategyNames.PrecisePrefix));
        Assert.Equal(40, matrix.TokenBlocks);
        Assert.Equal(
            [("Trusted", "Reported"), ("CatchingUp", "Both"), ("Untrusted", "Predicted"), ("Silent", "Predicted"), ("NotReporting", "Predicted")],
            matrix.Candidates.Select(c => (c.Trust, c.OverlapSource)));
        Assert.Equal(new TiersDto(20, 10, 0, 0, 0), matrix.Candidates[0].Tiers);
        Assert.All(matrix.Scorers, scorer => Assert.Empty(scorer.Terms));
    }

    [Fact]
    public async Task Decisions_PagesAndFilters()
    {
        Host.AddWorker("w1");
        for (var i = 1; i <= 5; i++)
        {
            Host.Request($"r{i}", tenant: i % 2 == 0 ? "even" : "odd", status: i == 3 ? 502 : 200);
        }

        Host.Request("lost", model: "nobody-serves-this");
        var page = await GetAsync("/api/decisions?limit=2");
        Assert.Equal(["lost", "r5"], Ids(page));
        var next = await GetAsync($"/api/decisions?limit=2&before={page.GetProperty("nextBefore").GetInt64()}");
        Assert.Equal(["r4", "r3"], Ids(next));
        Assert.Equal(["r4", "r2"], Ids(await GetAsync("/api/decisions?tenant=even")));
        Assert.Equal(["r3"], Ids(await GetAsync("/api/decisions?errors=true&model=m")));
        Assert.Equal(["lost"], Ids(await GetAsync("/api/decisions?reason=unknown-model")));
        Assert.Empty(Ids(await GetAsync("/api/decisions?worker=nobody")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await GetAsync("/api/decisions?worker=w1")).GetProperty("nextBefore").ValueKind);
    }

    [Fact]
    public async Task Csv_MoreThanAPage_HasAllThatAreKept()
    {
        Host.AddWorker("w1");
        for (var i = 1; i <= 2300; i++)
        {
            Host.Request($"r{i}", tenant: i % 2 == 0 ? "even" : "odd");
        }

        Assert.Equal(2300, await RowsAsync("/api/decisions.csv"));
        Assert.Equal(1150, await RowsAsync("/api/decisions.csv?tenant=even"));
        Assert.Equal(1500, await RowsAsync("/api/decisions.csv?limit=1500"));
        Assert.Equal(99, await RowsAsync("/api/decisions.csv?before=100"));
        Assert.Equal(1000, Ids(await GetAsync("/api/decisions?limit=1000")).Length);

        async Task<int> RowsAsync(string path)
        {
            var lines = (await SendAsync(HttpMethod.Get, path)).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            return lines.Skip(1).Distinct().Count();
        }
    }

    [Fact]
    public async Task Decisions_Spilled_AreThoseThatWentPastTheDeepestCache()
    {
        var log = Host.Get<DecisionLog>();
        log.Record(DecisionSamples.Scored("kept-to-it"));
        log.Record(DecisionSamples.Spilled("past-it"));

        Assert.Equal(["past-it"], Ids(await GetAsync("/api/decisions?spilled=true")));
        Assert.Equal(["spilled"], Fields(await SendAsync(HttpMethod.Get, "/api/decisions?spilled=2")));
    }

    [Fact]
    public async Task Csv_HostileNames_CannotBecomeFormulas()
    {
        Host.Request("r1", model: "=cmd|'/C calc'!A0", tenant: "@\"x\",<script>");
        var answer = await SendAsync(HttpMethod.Get, "/api/decisions.csv");
        Assert.Equal("text/csv", answer.Type);
        var lines = answer.Text.Split("\r\n");
        Assert.StartsWith("sequence,id,at,model,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|'/C calc'!A0,\"'@\"\"x\"\",<script>\",", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[0].Count(c => c == ','), lines[1].Count(c => c == ',') - 1);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@x", "'@x")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("", "")]
    public void Cell_Text_IsQuotedAndDefused(string text, string expected) => Assert.Equal(expected, DecisionCsv.Cell(text));

    [Fact]
    public void Cell_NegativeNumber_StaysANumber()
    {
        Assert.Equal("-1.5", DecisionCsv.Cell(-1.5));
        Assert.Equal("", DecisionCsv.Cell(null));
    }

    [Fact]
    public async Task Overview_AfterRequests_HasTheFunnel()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        Host.Request("b");
        var overview = await GetAsync("/api/overview");
        Assert.True(overview.GetProperty("promptTokens").GetInt64() > 0);
        Assert.True(overview.GetProperty("capturedTokens").GetInt64() > 0);
        Assert.Equal(20, overview.GetProperty("ttftP50Ms").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, overview.GetProperty("deliveredTokens").ValueKind);
        Assert.Equal(0, overview.GetProperty("inFlight").GetInt32());
    }

    [Fact]
    public async Task Latencies_AfterRequests_AreCountedInTheirBins()
    {
        Host.AddWorker("w1");
        Host.Request("a");
        Host.Request("b", status: 502);

        var spread = await GetAsync("/api/latencies");

        var ends = spread.GetProperty("endsMs").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        var counts = spread.GetProperty("cells").EnumerateArray().Last().GetProperty("firstToken").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        var bin = Array.FindIndex(counts, c => c > 0);
        Assert.Equal((2, 2), (counts[bin], counts.Sum()));
        Assert.InRange(20, ends[bin], ends[bin + 1]);
        var csv = (await SendAsync(HttpMethod.Get, "/api/latencies?format=csv")).Text.Split("\r\n");
        Assert.Equal("end,fromMs,toMs,firstToken,interToken", csv[0]);
        Assert.EndsWith(",2,0", csv[1]);
    }

    [Theory]
    [InlineData("/api/overview", "at,requests,")]
    [InlineData("/api/latencies", "end,fromMs,")]
    public async Task Overview_Format_IsJsonOrCsv(string path, string header)
    {
        Assert.StartsWith(header, (await SendAsync(HttpMethod.Get, path + "?format=csv")).Text);
        Assert.Equal(["format"], Fields(await SendAsync(HttpMethod.Get, path + "?format=xlsx")));
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryResource()
    {
        var document = await SendAsync(HttpMethod.Get, "/api/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, document.Status);
        var paths = document.Json!.Value.GetProperty("paths");
        foreach (var path in new[] { "/api/overview", "/api/workers", "/api/workers/{id}", "/api/strategy", "/api/decisions", "/api/decisions/{id}", "/api/prefixes", "/api/demo-traffic" })
        {
            Assert.True(paths.EnumerateObject().Any(p => p.Name.TrimEnd('/') == path), path);
        }

        Assert.All(
            paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject()),
            operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
    }

    private static string[] Ids(System.Text.Json.JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
