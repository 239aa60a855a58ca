using CsCheck;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class DecisionPropertyTests
{
    private static readonly Gen<WorkerDraft> s_worker = Gen.Select(
        Gen.Enum<WorkerStatus>(), Gen.Enum<WorkerRole>(), Gen.Bool, Gen.Int[0, 12], Gen.Int[0, 10], Gen.Int[-1, 200], Gen.Double[-0.2, 1.2],
        (status, role, serves, load, predicted, waiting, kv) => new WorkerDraft(status, role, serves, load, predicted, waiting < 0 ? null : waiting, kv < 0 ? null : kv));

    private static readonly Gen<StrategySpec> s_custom =
        from scorers in Gen.Shuffle(new StrategyCatalog().Scorers.Select(rule => rule.Name).ToArray(), 1, 5)
        from weights in Gen.Double[0.1, 1000].Array[5]
        from filters in Gen.Shuffle(new StrategyCatalog().Filters.Select(rule => rule.Name).ToArray(), 0, 3)
        from picker in OneOf(new StrategyCatalog().Pickers.Select(rule => rule.Name).ToArray())
        select new StrategySpec
        {
            Name = StrategyNames.Custom,
            Scorers = [.. scorers.Select((name, i) => new ScorerWeight(name, weights[i]))],
            Filters = [.. filters],
            Picker = picker,
        };

    private static readonly Gen<StrategySpec> s_spec = Gen.OneOf(
        s_custom,
        OneOf(new StrategyCatalog().Strategies.Where(strategy => strategy.Name != StrategyNames.Custom).Select(strategy => new StrategySpec { Name = strategy.Name }).ToArray()));

    [Fact]
    public void Schedule_AnyFleetAndStrategy_KeepsTheInvariants() =>
        Gen.Select(s_worker.Array[0, 12], s_spec, Gen.Int[0, 10], Gen.Int[0, 1000]).Sample(
            (fleet, spec, blocks, seed) => Check(fleet, spec, blocks, seed),
            iter: 2000);

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Check(WorkerDraft[] fleet, StrategySpec spec, int blocks, int seed)
    {
        var fixture = new SchedulerFixture(spec, seed);
        var workers = fleet.Select((draft, i) => Add(fixture, draft, i, blocks)).ToArray();
        var tried = workers.Take(1).Where(_ => seed % 2 == 0).Select(worker => worker.Id).ToArray();
        var before = workers.Select(worker => worker.Load.InFlight).ToArray();

        var result = fixture.Scheduler.Schedule(TestRequest.Create(blocks: blocks, tokens: 100, excluded: [.. tried]));
        var decision = result.Decision;

        // Considered: all that serve the model, in registry order; removed + scored = all.
        Assert.Equal(workers.Where(worker => worker.Served.Serves(TestRequest.Model)).Select(worker => worker.Id), decision.Candidates.Select(candidate => candidate.Worker));
        Assert.All(decision.Candidates, candidate => Assert.True(candidate.RemovedBy is null || candidate.Column == -1));
        var left = decision.Candidates.Where(candidate => candidate.Column >= 0).ToArray();
        var refused = decision.Reason == DecisionReasons.AllFiltered || left.Length == 0;
        Assert.Equal(refused ? 0 : left.Length, decision.Totals.Length);
        Assert.Equal(decision.Candidates.Length, left.Length + decision.Candidates.Count(candidate => candidate.RemovedBy is not null));
        Assert.Equal(Enumerable.Range(0, left.Length), left.Select(candidate => candidate.Column));

        // Totals = sum of weight x score, scores in [0, 1].
        for (var column = 0; column < decision.Totals.Length; column++)
        {
            var sum = 0f;
            foreach (var row in decision.Scorers)
            {
                Assert.InRange(row.Scores[column], 0, 1);
                sum += row.Weight * row.Scores[column];
            }

            Assert.Equal(sum, decision.Totals[column]);
        }

        if (result.Worker is not { } winner)
        {
            Assert.True(decision is { Winner: null, Margin: null } && result.Lease is null && left.Length == 0);
            Assert.Contains(decision.Reason, new[] { DecisionReasons.UnknownModel, DecisionReasons.NoHealthyWorker, DecisionReasons.AllFiltered });
            Assert.Equal(before, workers.Select(worker => worker.Load.InFlight));
            return;
        }

        Assert.Equal(winner.Id, decision.Winner);
        Assert.Equal(WorkerStatus.Ready, winner.Status);
        Assert.True(winner.Served.Serves(TestRequest.Model) && winner.Config.Role != WorkerRole.Prefill && !tried.Contains(winner.Id));
        var chosen = Assert.Single(left, candidate => candidate.Worker == winner.Id);
        Assert.Equal(left.Length == 1, decision.Reason == DecisionReasons.OnlyCandidate);

        if (decision.Scorers.Length == 0 || left.Length < 2)
        {
            Assert.Null(decision.Margin);
        }
        else
        {
            var other = decision.Totals.Where((_, column) => column != chosen.Column).Max();
            Assert.Equal(decision.Totals[chosen.Column] - other, decision.Margin);
            Assert.True(decision.Reason != DecisionReasons.MaxScore || decision.Margin >= 0);
        }

        Assert.Equal(1, workers.Sum(worker => worker.Load.InFlight) - before.Sum());
        result.Lease!.Dispose();
        Assert.Equal(before, workers.Select(worker => worker.Load.InFlight));
    }

    private static Worker Add(SchedulerFixture fixture, WorkerDraft draft, int index, int blocks)
    {
        var worker = fixture.Registry.AddReady(TestFleet.Config($"w{index}", draft.Serves ? TestRequest.Model : "another") with { Role = draft.Role });
        worker.Occupy(draft.Load);
        fixture.Predicted[worker.Slot] = Math.Min(draft.Predicted, blocks);
        fixture.Report(worker, draft.Waiting, null, draft.Kv);
        fixture.Registry.SetStatus(worker, draft.Status, "drawn");
        return worker;
    }

    private sealed record WorkerDraft(WorkerStatus Status, WorkerRole Role, bool Serves, int Load, int Predicted, int? Waiting, double? Kv);
}
