using PrefixConsole.Alerts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Alerts;

public sealed class AlertRulesTests
{
    /// <summary>llm-d's table; a change of a default is a change of what operators rely on.</summary>
    [Theory]
    [InlineData("errors-critical", AlertSeverity.Critical, 0.05, 300, 120)]
    [InlineData("errors-warning", AlertSeverity.Warning, 0.01, 300, 600)]
    [InlineData("model-errors", AlertSeverity.Critical, 0.1, 300, 300)]
    [InlineData("availability", AlertSeverity.Critical, 0.999, 3600, 0)]
    [InlineData("ttft-p99-critical", AlertSeverity.Critical, 30, 300, 300)]
    [InlineData("ttft-p99-warning", AlertSeverity.Warning, 10, 300, 600)]
    [InlineData("ttft-p95", AlertSeverity.Warning, 3, 3600, 900)]
    [InlineData("duration-p99", AlertSeverity.Warning, 10, 300, 600)]
    [InlineData("kv-usage", AlertSeverity.Warning, 0.9, 0, 600)]
    [InlineData("queue", AlertSeverity.Warning, 50, 0, 300)]
    [InlineData("hit-rate", AlertSeverity.Warning, 0.3, 300, 900)]
    [InlineData("preemptions", AlertSeverity.Warning, 1, 300, 300)]
    [InlineData("prefill-decode", AlertSeverity.Warning, 3, 0, 600)]
    [InlineData("no-worker", AlertSeverity.Critical, 1, 0, 60)]
    [InlineData("few-workers", AlertSeverity.Warning, 2, 0, 300)]
    public void Defaults_AreLlmDs(string id, AlertSeverity severity, double threshold, int window, int hold)
    {
        var rule = AlertRules.Find(id)!;

        Assert.Equal((severity, threshold, window, hold), (rule.Severity, rule.Threshold, (int)rule.Window.TotalSeconds, (int)rule.For.TotalSeconds));
        Assert.Equal("llm-d alert rules", rule.Source);
    }

    /// <summary>Drained workers are not down, and can take nothing.</summary>
    [Theory]
    [InlineData(4, 0, 0, true)]
    [InlineData(4, 2, 0, true)]
    [InlineData(4, 2, 1, false)]
    public void NoWorker_CountsThoseThatAreReady(int workers, int notReady, int ready, bool fires)
    {
        var evaluator = Evaluator("no-worker");
        for (var i = 0; i < 7; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Workers = workers, NotReady = notReady, Ready = ready });
        }

        Assert.Equal(fires, evaluator.State == AlertState.Firing);
    }

    [Fact]
    public void ModelErrorRatio_IsThatOfTheWorstModel_AndLeavesWithItsRequests()
    {
        var evaluator = Evaluator("model-errors");
        evaluator.Add(new SampleRow { At = 0, Requests = 7, Detail = new SampleFacts { ServerFailures = 7 } });
        Assert.Equal((null, null), (evaluator.Value, evaluator.Model));

        for (var i = 1; i <= 30; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Detail = new SampleFacts { Models = [new ModelCount("a", 90, 9), new ModelCount("b", 10, i == 1 ? 10 : 0)] } });
        }

        // Of all requests a tenth failed; of b's 300 ten did.
        Assert.Equal((0.1, "a"), (evaluator.Value, evaluator.Model));
        for (var i = 31; i <= 60; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Detail = new SampleFacts { Models = [new ModelCount("b", 10, 1)] } });
        }

        Assert.Equal((0.1, "b"), (evaluator.Value, evaluator.Model));
        for (var i = 61; i <= 91; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Detail = new SampleFacts { Models = [] } });
        }

        Assert.Equal((null, null), (evaluator.Value, evaluator.Model));
    }

    [Fact]
    public void ErrorRatio_CountsServerFailuresOnly_OverItsWindow_AndNothingWithoutRequests()
    {
        var evaluator = Evaluator("errors-critical");
        for (var i = 0; i < 30; i++)
        {
            // Half of the requests did not succeed; a tenth by our fault.
            evaluator.Add(new SampleRow { At = 10 * i, Requests = 100, Errors = 50, Detail = new SampleFacts { ServerFailures = 10 } });
        }

        Assert.Equal(0.1, evaluator.Value);
        for (var i = 30; i < 59; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Detail = SampleFacts.None });
        }

        Assert.Equal(0.1, evaluator.Value);
        evaluator.Add(new SampleRow { At = 590, Detail = SampleFacts.None });
        Assert.Null(evaluator.Value);
    }

    [Fact]
    public void Availability_NeedsBothWindowsBelow()
    {
        var evaluator = Evaluator("availability");
        for (var i = 0; i < 60; i++)
        {
            evaluator.Add(new SampleRow { At = 10 * i, Requests = 100, Detail = new SampleFacts { ServerFailures = i < 10 ? 10 : 0 } });
        }

        Assert.Equal((AlertState.Ok, 1.0), (evaluator.State, evaluator.Value));
    }

    private static AlertEvaluator Evaluator(string id) => new(AlertRules.Find(id)!, AlertRules.Find(id)!.Threshold, AlertRules.Find(id)!.For);

    /// <summary>Where a rule sends who looks: the worst worker stands first there.</summary>
    [Fact]
    public void Path_OfAFleetInOrder_HasTheLargestNumberFirst()
    {
        var sorts = AlertRules.All.Select(r => r.Path.Split("/workers?sort=")).Where(p => p.Length == 2).Select(p => new ColumnSort<WorkerView>(p[1], WorkerColumns.All)).ToArray();

        Assert.NotEmpty(sorts);
        Assert.All(sorts, sort => Assert.NotNull(sort.Column));
        Assert.All(sorts.Where(s => s.Column!.Number), sort => Assert.True(sort.Descending, sort.Column!.Key));
    }
}
