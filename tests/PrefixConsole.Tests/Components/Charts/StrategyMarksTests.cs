using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Components.Charts;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class StrategyMarksTests
{
    [Fact]
    public void Of_RevisionsAndTrials_EachBeginAndEndOnce()
    {
        var time = new FakeTimeProvider();
        var store = new StrategyStore(new StrategyCatalog(), time, Spec(StrategyNames.Random), seed: 1);
        Later(() => store.StartTrial(Spec(StrategyNames.RoundRobin), 10, "ada", "", null));
        Later(() => store.EndTrial("ada", "enough", null));
        Later(() => store.StartTrial(Spec(StrategyNames.LeastLoaded), 10, "ada", "", null));
        Later(() => store.Promote("ada", "better", null));
        Later(() => store.StartTrial(Spec(StrategyNames.PowerOfTwo), 10, "ada", "", null));

        var marks = StrategyMarks.Of(store).OrderBy(m => m.At).Select(m => m.Label);

        Assert.Equal(["rev 1", "trial 2", "trial 2 ends", "trial 3", "rev 3", "trial 4"], marks);

        void Later(Action act)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            act();
        }
    }

    private static StrategySpec Spec(string name) => new() { Name = name };
}
